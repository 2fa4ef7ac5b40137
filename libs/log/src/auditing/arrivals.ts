import { hashOf } from '../rule/envelope';
import type { LogRecord } from '../rule/fold';
import type { Mark } from '../rule/mark';
import type { Words } from './verify-report';

/** Sees to it that the records of one partition come without a hole, and that none changes while they are read. */
export class Arrivals {
  /** What comes next. */
  nextOffset = 0;
  /** Of the first record, before which control records may stand. */
  firstOffset: number | undefined;
  /** Something is missing, and nothing behind it can be judged. */
  isDamaged = false;
  /** The bytes at `nextOffset - 1`. */
  private last: Buffer | null = null;

  /** Hash of the bytes at `nextOffset - 1`; empty at offset 0. */
  get lastHash(): string {
    return this.nextOffset === 0 ? '' : hashOf(this.last ?? '');
  }

  /** The records that come next, as far as none is missing. */
  take(records: readonly LogRecord[]): { fresh: LogRecord[]; damage?: { offset: number; why: Words } } {
    const fresh: LogRecord[] = [];
    for (const record of records) {
      if (this.isDamaged) break;
      const { offset, value, mark } = record;
      const isMetAgain = offset < this.nextOffset;
      const wasAnother = offset === this.nextOffset - 1 && !isSame(value, this.last);
      if (isMetAgain && !wasAnother) continue;
      if (isMetAgain || offset > this.nextOffset) {
        this.isDamaged = true;
        return { fresh, damage: { offset: Math.min(offset, this.nextOffset), why: missingUpTo(offset) } };
      }
      const why = mark === undefined ? undefined : wordsOf(mark);
      if (why !== undefined) {
        this.isDamaged = true;
        return { fresh, damage: { offset, why } };
      }
      fresh.push(record);
      if (mark === undefined) this.firstOffset ??= offset;
      this.nextOffset += 1;
      this.last = value;
    }
    return { fresh };
  }
}

function isSame(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

/** What a mark says of the log where a record must stand; nothing where all is well. */
function wordsOf(mark: Mark): Words | undefined {
  switch (mark.kind) {
    case 'control':
      return undefined;
    case 'unreadable':
      return {
        zh: `此处至偏移 ${mark.last} 的记录批无法读取（已损坏，或解压后过大）`,
        en: `the batch from here to offset ${mark.last} cannot be read: ${mark.why}`,
      };
    case 'nothing':
      return { zh: '此处缺少记录（只有空的记录批）', en: 'records are missing here, the broker holds an empty batch' };
  }
}

function missingUpTo(offset: number): Words {
  return {
    zh: `偏移不连续：此处缺少记录（下一条在 ${offset}）`,
    en: `records are missing here (the next one stands at ${offset}), or one changed while it was read`,
  };
}
