import { type Columns, type ColumnType, isPlain, NotStorable, type RowOf, type Value } from './columns';
import { daysOf, microsecondsOf } from './stored-time';
import { writeNumeric } from './binary-numeric';

/** Signature, no flags, no header extension. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER_BYTES = 2;
/** Any value but a text, with its length before it: a numeric of the longest that is written takes most. */
const MOST_FIXED_BYTES = 64;
const MOST_BYTES_A_CHARACTER = 3;
/** Shorter ASCII is written by a loop sooner than by a call out of JavaScript. */
const SHORT = 24;
const JSONB_VERSION = 1;

/**
 * Rows in the binary format of COPY, in one piece of memory that grows with them and is used again. Source: PostgreSQL's documentation,
 * COPY, "Binary Format", and the receive functions of the types. What a column cannot hold throws NotStorable, and leaves no part of its row.
 */
export class BinaryRows<C extends Columns> {
  private readonly names: readonly (keyof C & string)[];
  private readonly types: readonly ColumnType[];
  private bytes: Buffer;
  private at = HEADER.length;
  private rows = 0;

  constructor(columns: C, capacity = 64 * 1024) {
    this.names = Object.keys(columns);
    this.types = Object.values(columns);
    this.bytes = Buffer.allocUnsafeSlow(Math.max(capacity, HEADER.length + TRAILER_BYTES));
    HEADER.copy(this.bytes);
  }

  get count(): number {
    return this.rows;
  }

  get size(): number {
    return this.at;
  }

  /** Everything behind a mark can be taken back. */
  get mark(): { at: number; rows: number } {
    return { at: this.at, rows: this.rows };
  }

  backTo({ at, rows }: { at: number; rows: number }): void {
    this.at = at;
    this.rows = rows;
  }

  add(row: RowOf<C>): void {
    const { names, types, at: begin } = this;
    try {
      this.reserve(2);
      this.at = this.bytes.writeInt16BE(names.length, this.at);
      for (let column = 0; column < names.length; column += 1) {
        const name = names[column] as keyof C & string;
        this.addValue(name, types[column] as ColumnType, row[name]);
      }
      this.rows += 1;
    } catch (error) {
      this.at = begin;
      throw error;
    }
  }

  /** All rows as COPY reads them. The bytes are these rows' own until `clear`. */
  finished(): Buffer {
    this.reserve(TRAILER_BYTES);
    this.bytes.writeInt16BE(-1, this.at);
    return this.bytes.subarray(0, this.at + TRAILER_BYTES);
  }

  clear(): void {
    this.at = HEADER.length;
    this.rows = 0;
  }

  private addValue(name: string, type: ColumnType, value: Value): void {
    if (value === null) {
      this.reserve(4);
      this.at = this.bytes.writeInt32BE(-1, this.at);
      return;
    }
    switch (type) {
      case 'text':
      case 'json':
        this.addText(name, value, 0);
        return;
      case 'jsonb':
        this.addText(name, value, 1);
        return;
      case 'integer':
      case 'bigint':
      case 'boolean':
      case 'numeric':
      case 'date':
      case 'timestamptz':
        this.reserve(MOST_FIXED_BYTES);
        this.at = this.addFixed(name, type, value);
    }
  }

  /** Answers where the value ends. */
  private addFixed(
    name: string,
    type: Exclude<ColumnType, 'text' | 'json' | 'jsonb'>,
    value: Exclude<Value, null>,
  ): number {
    const { bytes, at } = this;
    switch (type) {
      case 'integer':
        if (typeof value !== 'number' || value !== (value | 0)) throw unfit(name, type);
        bytes.writeInt32BE(4, at);
        return bytes.writeInt32BE(value, at + 4);
      case 'bigint':
        if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw unfit(name, type);
        bytes.writeInt32BE(8, at);
        bytes.writeInt32BE(Math.floor(value / 2 ** 32), at + 4);
        return bytes.writeUInt32BE(value >>> 0, at + 8);
      case 'boolean':
        if (typeof value !== 'boolean') throw unfit(name, type);
        bytes.writeInt32BE(1, at);
        return bytes.writeUInt8(value ? 1 : 0, at + 4);
      case 'date': {
        const days = typeof value === 'string' ? daysOf(value) : undefined;
        if (days === undefined) throw unfit(name, type);
        bytes.writeInt32BE(4, at);
        return bytes.writeInt32BE(days, at + 4);
      }
      case 'timestamptz': {
        const microseconds = typeof value === 'string' ? microsecondsOf(value) : undefined;
        if (microseconds === undefined) throw unfit(name, type);
        bytes.writeInt32BE(8, at);
        return bytes.writeBigInt64BE(microseconds, at + 4);
      }
      case 'numeric': {
        const end = typeof value === 'string' ? writeNumeric(bytes, at + 4, value) : undefined;
        if (end === undefined) throw unfit(name, type);
        bytes.writeInt32BE(end - at - 4, at);
        return end;
      }
    }
  }

  private addText(name: string, text: Value, versionBytes: 0 | 1): void {
    if (typeof text !== 'string') throw unfit(name, 'text');
    const { length } = text;
    this.reserve(4 + versionBytes + length * MOST_BYTES_A_CHARACTER);
    const { bytes, at } = this;
    if (versionBytes === 1) bytes[at + 4] = JSONB_VERSION;
    const begin = at + 4 + versionBytes;
    let end = begin;
    if (length <= SHORT) {
      for (let index = 0; index < length; index += 1) {
        const code = text.charCodeAt(index);
        if (code === 0 || code > 127) break;
        bytes[end++] = code;
      }
    }
    if (end - begin < length) {
      if (!isPlain(text)) {
        throw new NotStorable(`column ${name} cannot hold a text with NUL or half of a surrogate pair`);
      }
      end = begin + bytes.write(text, begin);
    }
    bytes.writeInt32BE(end - at - 4, at);
    this.at = end;
  }

  private reserve(more: number): void {
    const wanted = this.at + more + TRAILER_BYTES;
    if (wanted <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(wanted, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }
}

function unfit(name: string, type: string): NotStorable {
  return new NotStorable(`column ${name} cannot hold this value, which is no ${type} of its size`);
}
