import { gzipSync } from 'node:zlib';

import type { Draw } from '../../libs/domain/test/draw';
import { anyText } from './hostile';

export interface Broken {
  body: Buffer;
  headers: Record<string, string>;
}

const TYPES: readonly [string, ...string[]] = [
  'text/plain',
  'application/json; charset=gbk',
  'application/json; charset=utf-16',
  'application/json;charset="utf-8"; boundary=x',
  'application/jsonX',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/merge-patch+json',
  'application/cloudevents+json',
  '*/*',
  ';',
];

/** A text that was a command, with something done to its bytes or to what is said of them. */
export function brokenBody(draw: Draw, text: string): Broken {
  const bytes = Buffer.from(text);
  const plain = (body: Buffer | string): Broken => ({ body: Buffer.from(body), headers: {} });
  if (draw.oneIn(40)) return plain(largeBody(draw, text));
  switch (draw.below(16)) {
    case 0:
      return plain(bytes.subarray(0, draw.below(bytes.length)));
    case 1:
      return plain(flipped(draw, bytes));
    case 2:
      return plain(text.replace('{', '{"type":"CloseYear",'));
    case 3:
      return plain(text.replace('{', '{"department":"200","department":"201",'));
    case 4:
      return plain('['.repeat(1 + draw.below(5_000)));
    case 5:
      return plain(`\ufeff${text}`);
    case 6:
      return plain(Buffer.from(text, draw.of(['utf16le', 'latin1'])));
    case 7:
      return plain(
        Buffer.concat([bytes.subarray(0, 20), Buffer.from([0xb0, 0xa1, 0xff, 0xc0, 0x80]), bytes.subarray(20)]),
      );
    case 8:
      return plain(
        draw.of([`${text}${text}`, `${text},`, `[${text}]`, '', ' ', 'null', '0', '""', 'NaN', '{', '}', '\0']),
      );
    case 9:
      return plain(text.replace(/"(\w+)":"/, '"$1":NaN,"$1":"'));
    case 10:
      return {
        body: gzipSync(bytes),
        headers: { 'content-encoding': draw.of(['gzip', 'br', 'deflate', 'identity, gzip']) },
      };
    case 11:
    case 12:
      return { body: bytes, headers: { 'content-type': draw.of(TYPES) } };
    case 13:
      return { body: bytes, headers: { authorization: authorization(draw) } };
    case 14:
      return {
        body: bytes,
        headers: { 'idempotency-key': draw.of(['"other"', '', 'x'.repeat(8_000), '"a","b"', 'transit:1']) },
      };
    default:
      return plain(anyText(draw, 1 + draw.below(500)));
  }
}

function authorization(draw: Draw): string {
  return draw.of([
    '',
    'Bearer',
    'Bearer ',
    'Bearer wrong-token-wrong',
    'Basic Og==',
    `Bearer ${'x'.repeat(10_000)}`,
    'bearer',
  ]);
}

function flipped(draw: Draw, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let times = 1 + draw.below(4); times > 0; times -= 1) {
    const at = draw.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << draw.below(8));
  }
  return copy;
}

/** What costs a server much and its sender little. */
function largeBody(draw: Draw, text: string): Buffer {
  switch (draw.below(5)) {
    case 0:
      return Buffer.alloc(1_000_000, '[');
    case 1: {
      const keys = Array.from({ length: 100_000 }, (_, n) => `"k${n}":${n}`);
      return Buffer.from(`{${keys.join(',')}}`);
    }
    case 2:
      return Buffer.from(text.replace('{', `{"reason":"${'字'.repeat(700_000)}",`));
    case 3:
      return Buffer.from(`${' '.repeat(1_000_000)}${text}`);
    default:
      return Buffer.alloc(8 * 1024 * 1024 + 1, '{"a":');
  }
}

const HOST = 'Host: 127.0.0.1\r\n';
const FIRST = 'POST /v1/commands HTTP/1.1\r\n';

/** What no client of HTTP would write to its connection. */
export function brokenConnection(draw: Draw, paths: readonly [string, ...string[]], token: string): Buffer {
  const own = `Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  const path = draw.of(paths);
  const post = (head: string, body: string): Buffer => Buffer.from(`${FIRST}${HOST}${own}${head}\r\n${body}`, 'latin1');
  const get = (line: string, head = ''): Buffer =>
    Buffer.from(`${line}\r\n${HOST}${head}Connection: close\r\n\r\n`, 'latin1');
  switch (draw.below(20)) {
    case 0:
      return post('Content-Length: 1000\r\n', '{"type":');
    case 1:
      return post('Content-Length: -1\r\n', '{}');
    case 2:
      return post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}');
    case 3:
      return post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\n\r\n');
    case 4:
      return post('Transfer-Encoding: chunked\r\n', `${draw.of(['ffffffffffffffff', 'zz', '-1', ''])}\r\n{}\r\n`);
    case 5:
      return post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n');
    case 6:
      return post('Expect: 100-continue\r\nContent-Length: 2\r\n', '{}');
    case 7:
      return Buffer.from(`${FIRST}${HOST}no colon here\r\n\r\n`);
    case 8:
      return Buffer.from(`${FIRST}${HOST}X: a\0b\r\n continued\r\n\r\n`);
    case 9:
      return get(`GET /${'a'.repeat(70_000)} HTTP/1.1`);
    case 10:
      return get(`GET ${path} HTTP/1.1`, Array.from({ length: 2_500 }, (_, n) => `X-${n}: 1\r\n`).join(''));
    case 11:
    case 12:
      return get(`HEAD ${path} HTTP/1.1`);
    case 13:
      return Buffer.from(`GET ${path} HTTP/1.1\r\n${HOST}\r\n`.repeat(20));
    case 14:
      return get(`${draw.of(['TRACE', 'CONNECT', 'OPTIONS', 'PATCH', 'DELETE', 'FOO', 'get'])} ${path} HTTP/1.1`);
    case 15:
      return get(
        `GET ${draw.of(['http://else.where/v1/x', '*', '//', '/%ff', '/%00', '/v1/../metrics', '/v1//units', '/\xff\xfe'])} HTTP/1.1`,
      );
    case 16:
      return get(`GET ${path} ${draw.of(['HTTP/0.9', 'HTTP/2.0', 'HTTP/1.0', 'FTP/1.1', ''])}`);
    case 17:
      return Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    case 18:
      return get(`GET ${path} HTTP/1.1`, 'Upgrade: websocket\r\nConnection: Upgrade\r\n');
    default:
      return Buffer.from(Array.from({ length: 1 + draw.below(300) }, () => draw.below(256)));
  }
}
