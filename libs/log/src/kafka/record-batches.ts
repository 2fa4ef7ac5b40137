import { reasonOf } from '#basics';
import { type Mark, markAt } from '../rule/mark';
import { unpack, Unreadable } from './unpack';

/** A record as kafkajs hands it on, and what it would not tell of. */
export interface FetchedRecord {
  magicByte: number;
  attributes: number;
  timestamp: string;
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer | Buffer[] | null>;
  isControlRecord: false;
  /** Set where the broker holds something else than a record of a client's. */
  mark?: Mark;
}

/** More than this comes with the next fetch, however much one batch or one answer holds. */
export const MOST_RECORDS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Headers of a record that are handed on; there may be a hundred thousand. */
const MOST_HEADERS = 64;

const HEADER_BYTES = 61;
/** Of a batch's length, which counts from behind itself. */
const LENGTH_AT = 12;
const FORMAT = 2;

interface Batch {
  first: number;
  last: number;
  attributes: number;
  firstTime: number;
  lastTime: number;
  count: number;
  packed: Buffer;
}

/**
 * Reads the record batches of one partition in a broker's answer to a fetch from `from` on. Every offset that the broker holds from there
 * on is told of, in order: as a record, or by a mark. A batch that cannot be read is one too; nothing throws.
 */
export async function readBatches(bytes: Buffer, from: number): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  let unpackedBytes = 0;
  for (const { at, end } of batchBounds(bytes)) {
    if (records.length >= MOST_RECORDS || unpackedBytes > MOST_BYTES) break;
    const whole = bytes.subarray(at, end);
    const first = Number(whole.readBigInt64BE(0));
    const last = lastOffsetOf(whole, first);
    if (last < from) continue;
    try {
      const batch = batchOf(whole, first, last);
      const body = await unpack(batch.attributes & 0x7, batch.packed);
      unpackedBytes += body.length;
      readBatch(batch, body, from, records);
    } catch (error) {
      markUnreadable(error, Math.max(first, from), last, records);
    }
  }
  return records;
}

/** Where the batches stand; an answer may end within one. */
function* batchBounds(bytes: Buffer): Iterable<{ at: number; end: number }> {
  for (let at = 0; at + LENGTH_AT + 5 <= bytes.length;) {
    const end = at + LENGTH_AT + bytes.readInt32BE(at + 8);
    if (end <= at + LENGTH_AT || end > bytes.length) return;
    yield { at, end };
    at = end;
  }
}

function lastOffsetOf(whole: Buffer, first: number): number {
  return whole.length < HEADER_BYTES || whole.readInt8(16) !== FORMAT ? first : first + whole.readInt32BE(23);
}

function batchOf(whole: Buffer, first: number, last: number): Batch {
  const format = whole.readInt8(16);
  if (format !== FORMAT || whole.length < HEADER_BYTES) {
    throw new Unreadable(`it is in message format ${format}, which no broker since Kafka 3.0 writes`);
  }
  return {
    first,
    last,
    attributes: whole.readInt16BE(21),
    firstTime: Number(whole.readBigInt64BE(27)),
    lastTime: Number(whole.readBigInt64BE(35)),
    count: whole.readInt32BE(57),
    packed: whole.subarray(HEADER_BYTES),
  };
}

/** Adds what the batch holds from `from` on, or nothing at all when it throws. */
function readBatch(batch: Batch, body: Buffer, from: number, records: FetchedRecord[]): void {
  const before = records.length;
  const isControl = (batch.attributes & 0x20) !== 0;
  const isAppendTime = (batch.attributes & 0x08) !== 0;
  const reader = new RecordReader(body);
  let last = batch.first - 1;
  try {
    for (let index = 0; index < batch.count; index += 1) {
      const { time, offset } = reader.open(batch.firstTime, batch.first);
      if (!(offset > last) || offset > batch.last) throw new Unreadable('the order of its records is damaged');
      last = offset;
      const isWanted = offset >= from && records.length < MOST_RECORDS;
      const contents = reader.contents(isWanted);
      if (contents === undefined) continue;
      const record = recordOf(offset, isAppendTime ? batch.lastTime : time, contents);
      records.push(isControl ? { ...record, ...markAt.control(record.key) } : record);
    }
    if (!reader.isAtEnd) throw new Unreadable('it holds more than the records that it counts');
  } catch (error) {
    records.length = before;
    throw error;
  }
  // Compaction takes records from the end of a batch, and may leave a batch of nothing else.
  if (last < batch.last && records.length < MOST_RECORDS) records.push(markedRecord(batch.last, markAt.nothing));
}

/** Of the first offset and of the last one: what stands between them is not to be fetched again and again. */
function markUnreadable(error: unknown, first: number, last: number, records: FetchedRecord[]): void {
  const why = reasonOf(error);
  const mark = markAt.unreadable(why, last);
  records.push(markedRecord(first, mark));
  if (last > first) records.push(markedRecord(last, mark));
}

function markedRecord(offset: number, mark: Pick<FetchedRecord, 'key' | 'value' | 'mark'>): FetchedRecord {
  return { ...recordOf(offset, -1, { attributes: 0, key: null, value: null, headers: {} }), ...mark };
}

function recordOf(offset: number, time: number, { attributes, key, value, headers }: Contents): FetchedRecord {
  return {
    magicByte: FORMAT,
    attributes,
    timestamp: String(time),
    offset: String(offset),
    key,
    value,
    headers,
    isControlRecord: false,
  };
}

type Contents = Pick<FetchedRecord, 'attributes' | 'key' | 'value' | 'headers'>;

/** Reads one record after the other from the bytes of a batch. */
class RecordReader {
  private at = 0;
  private end = 0;
  private attributes = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** Begins the next record. */
  open(firstTime: number, firstOffset: number): { time: number; offset: number } {
    this.end = this.bytes.length;
    const length = this.number();
    this.end = this.at + length;
    if (length < 1 || this.end > this.bytes.length) throw new Unreadable('a record is cut off');
    this.attributes = this.bytes.readInt8(this.at);
    this.at += 1;
    return { time: firstTime + this.number(), offset: firstOffset + this.number() };
  }

  /** What the record holds; one that is not wanted is passed over. */
  contents(isWanted: boolean): Contents | undefined {
    const { attributes } = this;
    if (isWanted) return this.ended({ attributes, key: this.sized(), value: this.sized(), headers: this.headers() });
    this.pass();
    this.pass();
    for (let left = this.number(); left > 0; left -= 1) {
      this.pass();
      this.pass();
    }
    this.ended(undefined);
    return undefined;
  }

  private ended<T>(contents: T): T {
    if (this.at !== this.end) throw new Unreadable('the length of a record is damaged');
    return contents;
  }

  private headers(): FetchedRecord['headers'] {
    const headers: FetchedRecord['headers'] = {};
    const count = this.number();
    for (let index = 0; index < count; index += 1) {
      const key = this.sized();
      const value = this.sized();
      if (index >= MOST_HEADERS) continue;
      const name = key?.toString('utf8') ?? '';
      const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
      const both = before === undefined || before === null || value === null ? value : [before, value].flat();
      Object.defineProperty(headers, name, { value: both, enumerable: true, configurable: true, writable: true });
    }
    return headers;
  }

  private sized(): Buffer | null {
    const length = this.pass();
    return length < 0 ? null : this.bytes.subarray(this.at - length, this.at);
  }

  /** Passes over bytes that are preceded by their length, and answers that. */
  private pass(): number {
    const length = this.number();
    if (length > 0) this.at += length;
    if (this.at > this.end) throw new Unreadable('a record is cut off');
    return length;
  }

  /** Seven bits a byte, the lowest first, and the sign in the lowest bit of all. */
  private number(): number {
    let sum = 0;
    for (let factor = 1; factor < 2 ** 64; factor *= 128) {
      if (this.at >= this.end) throw new Unreadable('a record is cut off');
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      sum += (byte & 0x7f) * factor;
      if (byte < 0x80) return sum % 2 === 0 ? sum / 2 : -(sum + 1) / 2;
    }
    throw new Unreadable('a number in a record is damaged');
  }
}
