import type { Envelope } from '../rule/envelope';
import { hashOf } from '../rule/envelope';
import { type OwnRecord, OwnRecords } from './own-records';

const recordOf = (text: string): OwnRecord => ({
  key: 's',
  bytes: Buffer.from(text),
  hash: hashOf(text),
  envelope: { id: text } as Envelope,
  sends: 1,
  fate: 'unknown',
});
const [a, b, c] = ['a', 'b', 'c'].map(recordOf) as [OwnRecord, OwnRecord, OwnRecord];
const atOffset = (offset: number, text: string) => ({ partition: 2, offset, key: null, value: Buffer.from(text) });

beforeEach(() => {
  for (const record of [a, b, c]) Object.assign(record, { sends: 1, fate: 'unknown' });
});

test('what is read back in the order in which it was sent is known, with foreign records in between', () => {
  const own = new OwnRecords(2, 10);
  own.sending([a, b]);
  own.sending([c]);
  expect(own.recall(Buffer.from('foreign'))).toBeUndefined();
  expect(own.recall(Buffer.from('a'))).toBe(a);
  expect(own.recall(Buffer.from('a'))).toBeUndefined();
  expect(own.recall(Buffer.from('c'))).toBeUndefined();
  b.fate = 'void';
  expect(own.recall(Buffer.from('c'))).toBe(c);
});

test('what was acknowledged directly behind what was read is read at once, as far as it is new', () => {
  const own = new OwnRecords(2, 10);
  const read = own.readAhead(8, 7, [a, b, c]);
  expect(read.map(({ offset, value }) => [offset, value?.toString()])).toEqual([
    [8, 'b'],
    [9, 'c'],
  ]);
  expect(own.firstUnmet).toBe(8);
  // Others have written in between; all of them were read; and an offset that nobody told.
  for (const first of [9, 5, Number.NaN]) expect(own.readAhead(8, first, [a, b, c])).toEqual([]);
});

test('so many acknowledged records may wait for the reader, and no more', () => {
  const own = new OwnRecords(2, 2);
  expect(own.readAhead(0, 0, [a, b])).toHaveLength(2);
  expect(own.readAhead(2, 2, [c])).toEqual([]);
  own.meet(atOffset(0, 'a'));
  expect(own.readAhead(2, 2, [c])).toHaveLength(1);
});

test('what was acknowledged must be what the reader meets there', () => {
  const own = new OwnRecords(2, 10);
  own.readAhead(4, 4, [a, b, c]);
  expect([own.meet(atOffset(3, 'x')), own.meet(atOffset(4, 'a'))]).toEqual([true, true]);
  expect(own.firstUnmet).toBe(5);
  expect(own.meet(atOffset(5, 'x'))).toBe(false);
  expect(own.meet({ ...atOffset(6, ''), value: null })).toBe(false);
  expect(own.firstUnmet).toBeUndefined();
});

test('a void record is own where a sent one has lost or may stand twice, and is met once; any other is foreign', () => {
  const own = new OwnRecords(2, 10);
  own.lost(a);
  own.lost(Object.assign(b, { sends: 0 }));
  own.accepted(Object.assign(c, { sends: 2 }));
  expect([a, b, c].map(({ fate }) => fate)).toEqual(['void', 'void', 'accepted']);
  expect([a, b, c].map(({ hash }) => own.authorOfVoid(hash))).toEqual(['own', 'foreign', 'own']);
  expect(own.authorOfVoid(a.hash)).toBe('foreign');
  own.accepted(Object.assign(a, { sends: 1 }));
  expect(own.authorOfVoid(a.hash)).toBe('foreign');
});
