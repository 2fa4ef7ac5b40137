import fc from 'fast-check';

import { type Envelope, firstHash, hashOf } from '../rule/envelope';
import type { LogRecord } from '../rule/fold';
import { openingPartition, openingRecord } from '../rule/opening';
import { partitionOf } from '../rule/murmur2';
import { PartitionVerifier } from './verify';

const LEDGER_ID = 'spec';
const TIME = '2024-03-01T00:00:00.000Z';
const partition = openingPartition(2);
const streams = Array.from({ length: 40 }, (_, n) => `361100/${100 + n}`)
  .filter((stream) => partitionOf(stream, 2) === partition)
  .slice(0, 3);

/** What a writer, a second writer, or a vandal does next to a stream. */
const step = fc.record({
  stream: fc.nat({ max: 2 }),
  how: fc.constantFrom(
    'extend',
    'extend',
    'extend',
    'extend',
    'race',
    'orphan',
    'junk',
    'again',
    'backwards',
    'bad-id',
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A partition's records: mostly well chained, with lost races, and now and then damage. */
function logOf(steps: readonly Step[]): LogRecord[] {
  const opening = openingRecord(LEDGER_ID, 2, new Date(TIME));
  const records: LogRecord[] = [{ partition, offset: 0, key: Buffer.from(opening.key), value: opening.value }];
  const heads = streams.map((stream) => ({ revision: 0, hash: firstHash(LEDGER_ID, stream), before: '' }));
  steps.forEach(({ stream: n, how }, index) => {
    const [stream, head] = [streams[n] ?? '', heads[n]];
    if (head === undefined) return;
    const isRace = how === 'race' && head.revision > 0;
    const revision = isRace ? head.revision : head.revision + 1;
    const envelope: Envelope = {
      specversion: '1.0',
      id: `${stream}@${how === 'bad-id' ? revision + 1 : revision}`,
      type: 'spec.v1',
      source: `urn:budget-ledger:${LEDGER_ID}`,
      subject: stream,
      time: how === 'backwards' ? '2024-02-29T23:59:59.999Z' : TIME,
      datacontenttype: 'application/json',
      revision,
      prevhash: how === 'orphan' ? hashOf(String(index)) : isRace ? head.before : head.hash,
      commandid: how === 'again' ? 'again' : String(index),
      commandhash: '',
      actor: '甲',
      correlationid: '',
      data: {},
    };
    const value = Buffer.from(how === 'junk' ? 'junk' : JSON.stringify(envelope));
    records.push({ partition, offset: records.length, key: Buffer.from(stream), value });
    if (how === 'junk' || how === 'orphan' || isRace) return;
    heads[n] = { revision, hash: hashOf(value), before: head.hash };
  });
  return records;
}

function verifier(judged: string[], quick = false): PartitionVerifier {
  return new PartitionVerifier({
    ledgerId: LEDGER_ID,
    partition,
    partitions: 2,
    topic: 'spec',
    withOpening: true,
    quick,
    anchors: [{ stream: streams[0] ?? '', revision: 2, hash: 'a'.repeat(64) }],
    ends: [
      { partition, nextOffset: 5, lastHash: 'b'.repeat(64) },
      { partition, nextOffset: 9, lastHash: 'c'.repeat(64) },
    ],
    judge: ({ stream, offset }) => {
      judged.push(`${stream} ${offset}`);
      return undefined;
    },
  });
}

const damaged = (records: LogRecord[], at: number, how: 'none' | 'drop' | 'repeat' | 'rewrite'): LogRecord[] => {
  const found = records[at];
  if (how === 'none' || found === undefined) return records;
  const before = records.slice(0, at + 1);
  if (how === 'drop') return [...records.slice(0, at), ...records.slice(at + 1)];
  const again = how === 'repeat' ? found : { ...found, value: Buffer.from('another') };
  return [...before, again, ...records.slice(at + 1)];
};

test('a report is the same however the records are delivered and read, though streams are judged one after the other', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
      fc.nat({ max: 30 }),
      fc.constantFrom('none' as const, 'none' as const, 'drop' as const, 'repeat' as const, 'rewrite' as const),
      fc.boolean(),
      (steps, sizes, at, how, quick) => {
        const records = damaged(logOf(steps), at, how);
        const [judgedSingly, judgedTogether]: [string[], string[]] = [[], []];
        const [singly, together] = [verifier(judgedSingly), verifier(judgedTogether, quick)];
        for (const record of records) singly.read(record);
        for (let from = 0, n = 0; from < records.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          together.readAll(records.slice(from, from + size));
          from += size;
        }
        const [one, other] = [singly.finish(), together.finish()];
        const sorted = ({ faults, heads, ...rest }: typeof one) => ({
          ...rest,
          faults: faults.map((fault) => JSON.stringify(fault)).sort(),
          heads: heads.map((head) => JSON.stringify(head)).sort(),
        });
        expect(sorted(other)).toEqual(sorted(one));
        expect([...judgedTogether].sort()).toEqual([...judgedSingly].sort());
        for (const { why } of one.faults) kinds.add(why.en.slice(0, 12));
      },
    ),
    { numRuns: 1_000 },
  );
  // A run in which too little went wrong proves nothing.
  expect(kinds.size).toBeGreaterThan(7);
});
