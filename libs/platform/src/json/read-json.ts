import { isUtf8 } from 'node:buffer';

import { type Bilingual, Problem } from '../problem';
import { type JsonLimits, structureFault, type StructureFault } from './structure';

export type { JsonLimits };

/** What a request or a message may hold. A batch of the largest commands that fit into a request has 500,000 values. */
export const MESSAGE_JSON: JsonLimits = { depth: 32, keys: 100, items: 10_000, values: 600_000 };

export type JsonRead = { ok: true; value: unknown } | { ok: false; problem: Problem };

/** Reads JSON that somebody else wrote, whichever way it came: by HTTP, by Kafka, from a file. */
export function readJson(bytes: Uint8Array, limits: JsonLimits = MESSAGE_JSON): JsonRead {
  // Read as UTF-8 all the same, bytes of another encoding would become U+FFFD, and stay so for ever.
  if (!isUtf8(bytes)) return { ok: false, problem: new Problem('not-utf-8') };
  const text = textOf(bytes);
  if (text === '') return { ok: false, problem: new Problem('malformed-json', EMPTY) };
  const fault = structureFault(text, limits);
  if (fault !== undefined) return { ok: false, problem: structureProblem(fault, limits) };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const en = (error as Error).message.slice(0, 200);
    return { ok: false, problem: new Problem('malformed-json', { zh: '无法读取请求内容。', en }) };
  }
}

const EMPTY = { zh: '请求内容为空。', en: 'The body is empty.' };

function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // A byte order mark at the head belongs to the encoding and not to the text.
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function structureProblem({ kind, field }: StructureFault, limits: JsonLimits): Problem {
  const { zh, en } = wordsOf(kind, limits);
  const detail =
    field === ''
      ? { zh: `请求内容${zh}。`, en: `The body ${en}.` }
      : { zh: `字段 ${field} ${zh}。`, en: `${field} ${en}.` };
  const limit = kind === 'repeated-key' || kind === 'reserved-key' ? {} : { limit: limits[kind] };
  return new Problem('invalid-request', detail, { ...limit, errors: [{ field, message: en }] });
}

function wordsOf(kind: StructureFault['kind'], limits: JsonLimits): Bilingual {
  switch (kind) {
    case 'repeated-key':
      return { zh: '重复出现', en: 'stands twice in the same object' };
    case 'reserved-key':
      return { zh: '不得使用此名称', en: 'must not be used as a name' };
    case 'depth':
      return { zh: `嵌套超过 ${limits.depth} 层`, en: `is nested more than ${limits.depth} deep` };
    case 'keys':
      return { zh: `的字段超过 ${limits.keys} 个`, en: `holds more than ${limits.keys} fields` };
    case 'items':
      return { zh: `超过 ${limits.items} 项`, en: `holds more than ${limits.items} items` };
    case 'values':
      return { zh: `的数据超过 ${limits.values} 项`, en: `holds more than ${limits.values} values` };
  }
}
