import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import fc from 'fast-check';

import { bodyOf, jsonPieces } from './pieces';

const LARGE = 1024 * 1024;

it('JSON in pieces is what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 7 }), (value) => {
      expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
    }),
  );
  const odd = { left: undefined, list: [{ a: undefined }, undefined, null], on: new Date(0), empty: [], none: {} };
  expect([...jsonPieces(odd)].join('')).toBe(JSON.stringify(odd));
});

it('a list is written item by item', () => {
  const lines = Array.from({ length: 1_000 }, (_, n) => ({ n, amounts: { paid: '1.00' }, events: ['a'] }));
  const pieces = [...jsonPieces({ lines })];
  expect(pieces.length).toBeGreaterThan(1_000);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100);
});

/** Pieces that are made when they are asked for. */
function* counted(count: number, made: { pieces: number }): Generator<string> {
  for (; made.pieces < count; made.pieces += 1) yield '预算'.repeat(512);
}

it('what is short is sent whole, and what is long as a stream of the same', async () => {
  expect(await bodyOf(['a', 'b'])).toBe('ab');
  const body = await bodyOf(counted(LARGE / 1_024, { pieces: 0 }));
  expect(body).toBeInstanceOf(Readable);
  expect(await text(body as Readable)).toBe('预算'.repeat(LARGE / 2));
});

it('makes no more than its reader takes, and nothing for one that has gone', async () => {
  const made = { pieces: 0 };
  const body = (await bodyOf(counted(100 * LARGE, made))) as Readable;
  await new Promise((resolve) => body.once('readable', resolve));
  const before = made.pieces;
  expect(before * 1_024).toBeLessThan(LARGE);
  body.destroy();
  await new Promise((resolve) => setImmediate(resolve));
  expect(made.pieces).toBe(before);
});
