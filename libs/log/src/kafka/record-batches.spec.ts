import { gzipSync } from 'node:zlib';

import { compress as packZstd, isLoaded } from '@foxglove/wasm-zstd';
import fc from 'fast-check';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';

import { MOST_RECORDS, readBatches } from './record-batches';
import { MOST_UNPACKED_BYTES } from './unpack';

beforeAll(() => isLoaded);

interface Written {
  key: Buffer | null;
  value: Buffer | null;
  headers?: [string, Buffer | null][];
}

const CONTROL = 0x20;
const PACK: ((body: Buffer) => Buffer)[] = [
  (body) => body,
  gzipSync,
  (body) => compressSync(body),
  (body) => compressFrameSync(body),
  (body) => packZstd(body),
];

/** As kafka's protocol has it: seven bits a byte, the sign in the lowest bit. */
function number(value: number): Buffer {
  const bytes: number[] = [];
  let left = value < 0 ? -value * 2 - 1 : value * 2;
  for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  return Buffer.from([...bytes, left]);
}

const sized = (bytes: Buffer | null): Buffer[] => (bytes === null ? [number(-1)] : [number(bytes.length), bytes]);

function recordBytes({ key, value, headers = [] }: Written, offsetDelta: number): Buffer {
  const parts = [
    Buffer.alloc(1),
    number(5),
    number(offsetDelta),
    ...sized(key),
    ...sized(value),
    number(headers.length),
  ];
  for (const [name, text] of headers) parts.push(...sized(Buffer.from(name)), ...sized(text));
  const record = Buffer.concat(parts);
  return Buffer.concat([number(record.length), record]);
}

interface BatchOptions {
  codec?: number;
  attributes?: number;
  /** Offsets that the batch covers, where they are more than its records. */
  covers?: number;
  packed?: Buffer;
  count?: number;
}

function batch(first: number, records: readonly Written[], options: BatchOptions = {}): Buffer {
  const { codec = 0, attributes = 0, covers = records.length, count = records.length } = options;
  const packed = options.packed ?? PACK[codec]!(Buffer.concat(records.map(recordBytes)));
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(BigInt(first), 0);
  header.writeInt32BE(49 + packed.length, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(codec | attributes, 21);
  header.writeInt32BE(covers - 1, 23);
  header.writeBigInt64BE(1_700_000_000_000n, 27);
  header.writeBigInt64BE(1_700_000_000_009n, 35);
  header.writeInt32BE(count, 57);
  return Buffer.concat([header, packed]);
}

const record = (text: string): Written => ({ key: Buffer.from(`key of ${text}`), value: Buffer.from(text) });
const control = (type: number): Written => ({ key: Buffer.from([0, 0, 0, type]), value: Buffer.alloc(6) });
const told = async (bytes: Buffer, from = 0) =>
  (await readBatches(bytes, from)).map(({ offset, value, mark }) => [Number(offset), mark?.kind ?? value?.toString()]);

const anyRecords = fc.array(
  fc.record({
    key: fc.option(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))),
    value: fc.option(fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes))),
    headers: fc.array(fc.tuple(fc.string({ maxLength: 5 }), fc.constant(Buffer.from('text'))), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 20 },
);

test('whatever was written is read, packed by any codec, from any offset on', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecords, fc.nat(4), fc.nat(2 ** 40), fc.nat(25), async (records, codec, first, skip) => {
      const read = await readBatches(batch(first, records, { codec }), first + skip);
      expect(read.map(({ offset, key, value }) => [Number(offset), key, value])).toEqual(
        records.map(({ key, value }, at) => [first + at, key, value]).slice(skip),
      );
    }),
    { numRuns: 200 },
  );
});

test('headers and times are handed on; of very many headers the first ones', async () => {
  const many = Array.from({ length: 100_000 }, (_, at): [string, Buffer] => [`h${at}`, Buffer.from(`${at}`)]);
  const twice: [string, Buffer][] = [
    ['a', Buffer.from('1')],
    ['__proto__', Buffer.from('2')],
    ['a', Buffer.from('3')],
  ];
  const [first, second] = await readBatches(
    batch(7, [
      { ...record('x'), headers: twice },
      { ...record('y'), headers: many },
    ]),
    7,
  );
  expect(first).toMatchObject({ offset: '7', timestamp: '1700000000005', isControlRecord: false });
  expect(first!.headers['a']).toEqual([Buffer.from('1'), Buffer.from('3')]);
  expect(Object.keys(first!.headers)).toEqual(['a', '__proto__']);
  expect(Object.keys(second!.headers)).toHaveLength(64);
});

test('control records, empty batches and what compaction took from the end of one are told by marks', async () => {
  const bytes = Buffer.concat([
    batch(0, [control(0)], { attributes: CONTROL | 0x10 }),
    batch(1, [record('a')]),
    batch(2, [control(1)], { attributes: CONTROL | 0x10 }),
    batch(3, [], { covers: 2 }),
    batch(5, [record('b')], { covers: 4 }),
    batch(9, [record('c')]),
  ]);
  expect(await told(bytes)).toEqual([
    [0, 'control'],
    [1, 'a'],
    [2, 'control'],
    [4, 'nothing'],
    [5, 'b'],
    [8, 'nothing'],
    [9, 'c'],
  ]);
  const [abort, , commit] = await readBatches(bytes, 0);
  expect(abort!.value?.toString()).toBe('control record (abort of a transaction)');
  expect(commit!.mark).toEqual({ kind: 'control', what: 'control record (commit of a transaction)' });
});

test('an answer that ends within a batch is read as far as it goes', async () => {
  const bytes = Buffer.concat([batch(0, [record('a')]), batch(1, [record('b')])]);
  const whole = batch(0, [record('a')]).length;
  for (let end = whole; end < bytes.length; end += 1) expect(await told(bytes.subarray(0, end))).toEqual([[0, 'a']]);
  expect(await told(Buffer.alloc(0))).toEqual([]);
});

describe('what cannot be read is told by its first and its last offset, and what stands behind it is read', () => {
  const zeros = Buffer.alloc(MOST_UNPACKED_BYTES + 1);
  const bombs: [string, number, Buffer][] = [
    ['gzip', 1, gzipSync(zeros)],
    ['snappy', 2, compressSync(zeros)],
    ['lz4', 3, compressFrameSync(zeros)],
    ['zstd', 4, Buffer.alloc(0)],
  ];
  test.each(bombs)('what %s unpacks to more than it may', async (_, codec, packed) => {
    const bytes = codec === 4 ? packZstd(zeros) : packed;
    expect(bytes.length).toBeLessThan(8 * 1024 * 1024);
    const read = await readBatches(
      Buffer.concat([batch(3, [], { codec, packed: bytes, covers: 4 }), batch(7, [record('b')])]),
      0,
    );
    expect(read.map(({ offset, mark }) => [offset, mark?.kind])).toEqual([
      ['3', 'unreadable'],
      ['6', 'unreadable'],
      ['7', undefined],
    ]);
    expect(read[0]!.mark).toMatchObject({ last: 6, why: expect.stringContaining(`${MOST_UNPACKED_BYTES} bytes`) });
  });

  test('an unknown codec, an old format, a wrong count, offsets out of order', async () => {
    const old = batch(3, [record('a')]);
    old.writeInt8(1, 16);
    const strange = Buffer.concat([recordBytes(record('a'), 1), recordBytes(record('b'), 0)]);
    const broken = [
      batch(3, [record('a')], { attributes: 6 }),
      old,
      batch(3, [record('a')], { count: 2 }),
      batch(3, [record('a'), record('b')], { count: 1, covers: 1 }),
      batch(3, [], { packed: strange, count: 2, covers: 1 }),
    ];
    for (const bytes of broken) {
      expect(await told(Buffer.concat([bytes, batch(4, [record('b')])]))).toEqual([
        [3, 'unreadable'],
        [4, 'b'],
      ]);
    }
  });

  test('any damage to any batch: nothing throws, and nothing is told twice or out of order', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRecords,
        fc.nat(4),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (records, codec, damages) => {
          const bytes = batch(3, records, { codec });
          for (const [at, byte] of damages) bytes[12 + (at % (bytes.length - 12))] = byte;
          const offsets = (await readBatches(Buffer.concat([bytes, batch(3 + records.length, [record('b')])]), 0)).map(
            ({ offset }) => Number(offset),
          );
          expect(offsets.at(-1)).toBe(3 + records.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('a batch of a few hundred thousand records comes in portions', async () => {
  const total = 300_000;
  const bytes = batch(
    0,
    Array.from({ length: total }, () => ({ key: null, value: null })),
  );
  expect(bytes.length).toBeLessThan(8 * 1024 * 1024);
  for (let from = 0; from < total; from += MOST_RECORDS) {
    const read = await readBatches(bytes, from);
    expect([read.length, Number(read[0]?.offset)]).toEqual([MOST_RECORDS, from]);
  }
});
