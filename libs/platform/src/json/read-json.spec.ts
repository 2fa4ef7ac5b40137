import fc from 'fast-check';

import { MESSAGE_JSON, readJson } from './read-json';

const read = (text: string, limits = MESSAGE_JSON) => readJson(Buffer.from(text), limits);
function problemOf(text: string, limits = MESSAGE_JSON): Record<string, unknown> {
  const answer = read(text, limits);
  if (answer.ok) throw new Error('was read');
  return answer.problem.details;
}
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

test('what it takes is what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 10 }), (text) => {
      const answer = read(text);
      const isReserved = text.includes('__proto__');
      if (answer.ok) expect(answer.value).toEqual(JSON.parse(text));
      else expect(isReserved).toBe(true);
    }),
  );
});

test('whatever it does not take is a problem, and never an error', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '1', ' ', '\\u0061', 'null');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const answer = read(pieces.join(''));
      if (!answer.ok) expect(answer.problem.details.status).toBe(400);
    }),
    { numRuns: 1_000 },
  );
});

test.each<[string, string, string]>([
  ['at the top', '{"type":1,"commandId":2,"type":3}', 'type'],
  ['in a line', '{"lines":[{},{"amountYuan":"1","unit":2,"amountYuan":"2"}]}', 'lines[1].amountYuan'],
  ['spelled with an escape', String.raw`{"a":1,"\u0061":2}`, 'a'],
  ['behind a string that ends in backslashes', String.raw`{"b":"\\","a":"\"","a":2}`, 'a'],
  ['in an array of a batch', '{"commands":[1,[{"x":{"y":0,"y":0}}]]}', 'commands[1][0].x.y'],
])('a key that stands twice is named with its path: %s', (_, text, field) => {
  expect(problemOf(text)).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
  expect(problemOf(text)['detail']).toContain(`字段 ${field} 重复出现`);
});

test('the same key may stand in objects beside and within each other', () => {
  expect(read('{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":"a"}}').ok).toBe(true);
});

test.each(['{"a":{"__proto__":{}}}', String.raw`{"a":{"\u005f_proto__":{}}}`])(
  'a key that would be the prototype is refused: %s',
  (text) => {
    expect(problemOf(text)).toMatchObject({ code: 'invalid-request', errors: [{ field: 'a.__proto__' }] });
  },
);

test('depth, keys, items and values are bounded, each with its figure', () => {
  const limits = { depth: 3, keys: 2, items: 4, values: 9 };
  expect(read(nested(3), limits).ok).toBe(true);
  expect(problemOf(nested(4), limits)).toMatchObject({ limit: 3, errors: [{ field: '[0][0][0]' }] });
  expect(read('{"a":{"b":1,"c":1}}', limits).ok).toBe(true);
  expect(problemOf('{"a":{"b":1,"c":1,"d":1}}', limits)).toMatchObject({ limit: 2, errors: [{ field: 'a' }] });
  expect(read('{"a":[1,2,3,4]}', limits).ok).toBe(true);
  expect(problemOf('{"a":[1,2,3,4,5]}', limits)).toMatchObject({ limit: 4, errors: [{ field: 'a' }] });
  expect(problemOf('[[1,2,3],[1,2,3],[1,2,3]]', limits)).toMatchObject({ limit: 9, errors: [{ field: '' }] });
});

test('a text is not read further than to its first fault, however long it is', () => {
  expect(problemOf('['.repeat(8 << 20))).toMatchObject({ code: 'invalid-request', limit: 32 });
  const keys = Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`);
  expect(problemOf(`{${keys.join(',')}}`)).toMatchObject({ code: 'invalid-request', limit: 100 });
  const long = `{"${'k'.repeat(1 << 20)}":{"a":1,"a":2}}`;
  expect(JSON.stringify(problemOf(long)).length).toBeLessThan(1_000);
});

test.each(['', '{"type":', '[1,]', '"\\', '{]', '}}', 'NaN', ',,'])('%j is no JSON', (text) => {
  expect(problemOf(text)).toMatchObject({ code: 'malformed-json' });
});

describe('bytes', () => {
  const gbk = Buffer.from('7b226e616d65223a22d0c5cfa2bbaf227d', 'hex');

  test.each<[string, Buffer]>([
    ['GBK', gbk],
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{}', 'utf16le')])],
    ['UTF-8 that was cut', Buffer.from('{"a":"信"}').subarray(0, 7)],
    ['a surrogate that was encoded by itself', Buffer.from('22eda08022', 'hex')],
    ['a longer form than there need be', Buffer.from('22c0af22', 'hex')],
  ])('of %s are refused, and not read as U+FFFD', (_, bytes) => {
    const answer = readJson(bytes);
    expect(answer).toMatchObject({ ok: false, problem: { details: { status: 400, code: 'not-utf-8' } } });
  });

  test('of UTF-8 are read with or without a mark at the head', () => {
    expect(readJson(Buffer.from('{"name":"信息化"}'))).toEqual({ ok: true, value: { name: '信息化' } });
    expect(readJson(Buffer.from('\ufeff{"name":"信息化"}'))).toEqual({ ok: true, value: { name: '信息化' } });
  });
});
