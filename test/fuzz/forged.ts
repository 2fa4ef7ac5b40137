import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { firstHash, hashOf, partitionOf } from '#log';
import { eventSchema } from '#wire';
import fc from 'fast-check';

import type { Draw } from '../../libs/domain/test/draw';
import { arbitraryOf } from '../support/arbitrary-of';
import type { Codec, Fate, ForgedRecord } from '../support/foreign-producer';
import { anyText, type Json, mutated, textOfJson } from './hostile';
import type { KafkaRequest } from './request';

export const LEDGER_ID = 'budget-ledger';
export const PARTITIONS = 6;

const SAMPLES = join(__dirname, '..', 'fixtures', 'events');

interface Sample {
  type: string;
  data: Json;
}

/** One of each event that was ever written. */
const samples = readdirSync(SAMPLES)
  .sort()
  .map((name) => JSON.parse(readFileSync(join(SAMPLES, name), 'utf8')) as Sample) as [Sample, ...Sample[]];

const events = arbitraryOf(eventSchema, { mostItems: 40, mostCharacters: 1_000 });

const CODECS: readonly [Codec, ...Codec[]] = ['none', 'none', 'gzip', 'snappy', 'lz4', 'zstd'];
const FATES: readonly [Fate, ...Fate[]] = [
  'plain',
  'plain',
  'plain',
  'plain',
  'committed',
  'aborted',
  'open for a while',
];

interface Head {
  revision: number;
  hash: string;
}

/** Records of one request go to one stream or partition, packed and sent in any way that a producer has. */
function request(draw: Draw, topic: KafkaRequest['topic'], records: ForgedRecord[]): KafkaRequest {
  // Only the log is held to what transactions leave behind; the other topics have readers of their own.
  const fate = topic === 'events' || topic === 'commands' ? draw.of(FATES) : 'plain';
  const codec = draw.of(CODECS);
  return { over: 'kafka', topic, records, codec, fate };
}

function recordAt(stream: string, value: Buffer | null, partition = partitionOf(stream, PARTITIONS)): ForgedRecord {
  return { key: Buffer.from(stream), value, partition, headers: {} };
}

function envelope(stream: string, head: Head, type: string, data: Json): { [field: string]: Json } {
  const revision = head.revision + 1;
  return {
    specversion: '1.0',
    id: `${stream}@${revision}`,
    type,
    source: `urn:budget-ledger:${LEDGER_ID}`,
    subject: stream,
    time: '2024-03-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    revision,
    prevhash: head.hash,
    commandid: `forged-${revision}`,
    commandhash: hashOf('forged'),
    actor: '张三',
    correlationid: 'forged',
    data,
  };
}

function headOf(stream: string): Head {
  return { revision: 0, hash: firstHash(LEDGER_ID, stream) };
}

/** What is no event for anybody: no JSON, no envelope, another key or partition than its own. */
export function junk(draw: Draw, stream: string): KafkaRequest {
  const partition = draw.below(PARTITIONS);
  const whole = textOfJson(envelope(stream, headOf(stream), 'year.closed.v1', { fiscalYear: 2024 }));
  const key = Buffer.from(stream);
  const values: readonly [Buffer | null, ...(Buffer | null)[]] = [
    null,
    Buffer.alloc(0),
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.from(anyText(draw, 200)),
    Buffer.from('[1,2,3]'),
    Buffer.from('null'),
    Buffer.from('['.repeat(50_000)),
    Buffer.from(whole.slice(0, draw.below(whole.length))),
    Buffer.from(whole.replace('"1.0"', '"0.3"')),
    Buffer.from(whole.replace('"revision":1', `"revision":${draw.of(['0', '-1', '1.5', '"1"', '1e400', 'null'])}`)),
    Buffer.from(whole.replace(/"prevhash":"\w+"/, '"prevhash":"XYZ"')),
  ];
  const records = Array.from({ length: 1 + draw.below(3) }, (): ForgedRecord => {
    const value = draw.of(values);
    return { key: draw.oneIn(5) ? null : key, value, partition, headers: draw.oneIn(4) ? { odd: '\0' } : {} };
  });
  const elsewhere = (partitionOf(stream, PARTITIONS) + 1) % PARTITIONS;
  const isElsewhere = draw.oneIn(3);
  return request(draw, 'events', isElsewhere ? [recordAt(stream, Buffer.from(whole), elsewhere)] : records);
}

/** Well-formed records that come too late: their stream has had that revision, by another record. */
export function late(draw: Draw, stream: string): KafkaRequest {
  const { type, data } = draw.of(samples);
  const head = headOf(stream);
  const records = [recordAt(stream, Buffer.from(textOfJson(envelope(stream, head, type, data))))];
  if (draw.oneIn(2)) records.push(...records);
  return request(draw, 'events', records);
}

/** A stream that nobody else writes to: a unit, then what its forger likes, then what would be good again. */
export function chained(draw: Draw, stream: string): KafkaRequest {
  const department = stream.slice(7);
  const bodies: string[] = [];
  let head = headOf(stream);
  const add = (make: (at: Head) => string): void => {
    const text = make(head);
    bodies.push(text);
    head = { revision: head.revision + 1, hash: hashOf(Buffer.from(text)) };
  };
  const unit = { unit: `${department}001`, name: '单位', departmentName: '部门' };
  const registered = {
    documentNumber: '样例〔2024〕1号',
    effectiveDate: '2024-01-01',
    ...unit,
  };
  add((at) => textOfJson(envelope(stream, at, 'unit.registered.v1', registered)));
  for (let count = 1 + draw.below(2); count > 0 && !isLarge(bodies); count -= 1)
    add((at) => nonsense(draw, stream, at));
  if (draw.oneIn(2) && !isLarge(bodies))
    add((at) => textOfJson(envelope(stream, at, 'unit.registered.v1', registered)));
  if (draw.oneIn(6)) {
    const orphan = { revision: head.revision + 5, hash: hashOf('nobody') };
    bodies.push(textOfJson(envelope(stream, orphan, 'unit.registered.v1', registered)));
  }
  return request(
    draw,
    'events',
    bodies.map((text) => recordAt(stream, Buffer.from(text))),
  );
}

/** One batch has to take all of them. */
function isLarge(bodies: readonly string[]): boolean {
  return bodies.some(({ length }) => length > 300_000);
}

/** The value of a record that extends its stream's head, and says what no ledger would. */
function nonsense(draw: Draw, stream: string, head: Head): string {
  const { type, data } = draw.of(samples);
  const whole = envelope(stream, head, type, data);
  if (draw.oneIn(30)) return textOfJson({ ...whole, data: { text: '长'.repeat(2_700_000) } });
  switch (draw.below(14)) {
    case 0:
      return textOfJson({ ...whole, type: draw.of(['unknown.v1', '', '\0', 'budget.allocated.v9', '__proto__']) });
    case 1:
      return textOfJson(whole);
    case 2:
      return nestedRefusal(whole, draw.of([100, 3_000, 20_000]));
    case 3:
      return textOfJson({ ...whole, actor: draw.of(['\0', '\ud800', '名'.repeat(300_000), '']) });
    case 4:
      return textOfJson({ ...whole, commandid: draw.of(['\0', '\ud800', 'x'.repeat(300_000), '']) });
    case 5:
      return textOfJson({
        ...whole,
        time: draw.of([
          '0000-01-01T00:00:00.000Z',
          '9999-99-99T99:99:99.999Z',
          '9999-12-31T23:59:59.999Z',
          '0001-01-01T00:00:00.000Z',
        ]),
      });
    case 6:
      return textOfJson({ ...whole, data: [] });
    case 7:
      return textOfJson({ ...whole, correlationid: '\0', commandhash: '' });
    case 8: {
      // What the schema takes must be good for everything behind it too.
      const [event] = fc.sample(events, { seed: draw.below(2 ** 31), numRuns: 1 });
      return textOfJson({ ...whole, ...(event as { type: string; data: Json }) });
    }
    default:
      return textOfJson({ ...whole, data: mutated(draw, data) });
  }
}

function nestedRefusal(whole: { [field: string]: Json }, depth: number): string {
  const refusal = { code: 'unknown-code', legalSource: '样例', figures: [] };
  const command = { type: 'AllocateBudget', documentNumber: '样', effectiveDate: '2024-01-01', deep: '@raw:DEEP@' };
  const text = textOfJson({ ...whole, type: 'command.refused.v1', data: { refusal, command } });
  return text.replace('DEEP', `${'['.repeat(depth)}${']'.repeat(depth)}`);
}

/** Records of other topics that nobody of the ledger wrote: tables of a unit, and answers. */
export function otherTopic(draw: Draw, division: string): KafkaRequest {
  const key = draw.of([`${division}/126001/2024`, `${division}/126002/2024`, 'x', '']);
  const table = {
    form: draw.of([1, 2, 3]),
    log: hashOf('log'),
    position: '0:999999',
    revision: draw.of([1, 1_000_000, Number.MAX_SAFE_INTEGER]),
    hash: hashOf('hash'),
    eventId: `${division}/126@1000000`,
    stream: `${division}/126`,
  };
  const value = draw.of<Buffer | null>([
    null,
    Buffer.from('junk'),
    Buffer.from(textOfJson(table)),
    Buffer.from(textOfJson(mutated(draw, table))),
    Buffer.from('['.repeat(20_000)),
  ]);
  const topic = draw.oneIn(4) ? 'results' : 'tables';
  const partition = draw.oneIn(3) ? draw.below(PARTITIONS) : partitionOf(key, PARTITIONS);
  return request(draw, topic, [{ key: Buffer.from(key), value, partition, headers: {} }]);
}

/** A message of budget.commands. Its key and its partition are those of its stream unless the sender is odd. */
export function message(
  draw: Draw,
  { value, stream }: { value: Buffer | null; stream: string },
  isHostile: boolean,
): KafkaRequest {
  const record = {
    key: Buffer.from(stream) as Buffer | null,
    value,
    partition: partitionOf(stream, PARTITIONS),
    headers: {},
  };
  if (!isHostile) return request(draw, 'commands', [record]);
  if (draw.oneIn(3))
    record.headers = draw.of<Record<string, string>>([{ odd: '\0' }, { authorization: '' }, { authorization: 'x' }]);
  if (draw.oneIn(2))
    record.key = draw.of<Buffer | null>([null, Buffer.alloc(0), Buffer.from([0xff]), Buffer.alloc(300_000, 'k')]);
  if (draw.oneIn(4)) record.partition = draw.below(PARTITIONS);
  const copies = draw.oneIn(4) ? 3 : 1;
  return request(draw, 'commands', new Array<ForgedRecord>(copies).fill(record));
}
