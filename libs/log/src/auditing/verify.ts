import { firstHash, hashOf, parseEnvelope, parseWithoutTexts, sourceOf } from '../rule/envelope';
import { LogUnfit } from '../rule/errors';
import { type AcceptedRecord, type LogRecord, PartitionFold, type Reading, startOf } from '../rule/fold';
import { HashList } from './hash-list';
import { DigestedIds, ExactIds, type MetIds } from './met-ids';
import type { Mark } from '../rule/mark';
import { checkOpening, OPENING_STREAM, openingPartition } from '../rule/opening';
import type { Anchor, PartitionEnd } from './verify-anchors';

/** A sentence for the person who reads it. */
export interface Words {
  zh: string;
  en: string;
}

/** Where the log is not what it must be, and why. */
export interface Fault {
  partition: number;
  offset: number;
  stream?: string;
  revision?: number;
  why: Words;
}

/** What stands at the end of a stream: a receipt for everything before it. */
export interface VerifiedHead {
  stream: string;
  revision: number;
  hash: string;
  /** `partition:offset` */
  position: string;
}

export interface PartitionReport {
  partition: number;
  records: number;
  accepted: number;
  void: number;
  /** Records that are no envelopes of this log: void for everybody, and worth a look. */
  junk: number;
  /** What transactions left behind, which are no records and hold nothing. */
  control: number;
  /** Records of a stream behind its first fault; nothing can be said of them. */
  unjudged: number;
  end: PartitionEnd;
  heads: VerifiedHead[];
  /** The first junk and control records, in words. */
  oddities: string[];
  /** The first fault of each stream, and of the partition itself. */
  faults: Fault[];
}

export interface VerifierSettings {
  ledgerId: string;
  partition: number;
  /** 1 where records stand outside of their topic, since what is asked of a key is then only that it is its stream's. */
  partitions: number;
  topic: string;
  /** An export of some streams does not hold the record that opens the log. */
  withOpening: boolean;
  anchors: readonly Anchor[];
  ends: readonly PartitionEnd[];
  /** What an accepted record means is not the log's business: the caller judges it, in order, and answers what is wrong. */
  judge: (record: AcceptedRecord) => Words | undefined;
  /**
   * A quick reading leaves free text undecoded and knows command ids by digests. It misses nothing; but where it finds a fault, only a
   * full reading can say in true words whether there is one.
   */
  quick?: boolean;
  /** Where a record stands in its topic, when it is not read from there. */
  placeOf?: (offset: number) => { partition: number; offset: number };
}

/** What has to be remembered of a stream to know every parent and every command id. */
interface StreamNotes {
  /** By revision, from 1. */
  hashes: HashList;
  voids: Map<string, number>;
  commandIds: MetIds;
  time: string;
  offset: number;
}

const MOST_ODDITIES = 20;

/**
 * Reads one partition as a suspicious outsider: the log's rule, and beyond it everything that a correct writer keeps. A fault stops
 * the judgement of its stream; the others are read on, so that one report tells how far the damage goes.
 */
export class PartitionVerifier {
  private readonly fold: PartitionFold;
  private readonly source: string;
  private readonly parse: typeof parseEnvelope;
  private readonly notes = new Map<string, StreamNotes>();
  /** The first fault of each stream, and of the partition itself under ''. */
  private readonly faults = new Map<string, { offset: number; fault: Fault }>();
  private readonly anchors = new Map<string, Anchor[]>();
  private readonly counts = { records: 0, accepted: 0, void: 0, junk: 0, control: 0, unjudged: 0 };
  private oddities: { offset: number; words: string }[] = [];
  private nextOffset = 0;
  /** Of the first record, before which control records may stand. */
  private firstOffset: number | undefined;
  /** The bytes at `nextOffset - 1`. */
  private last: Buffer | null = null;
  /** The day of the newest time that was seen to be one, as `2024-03-01T`. */
  private day = '';
  private damaged = false;

  constructor(private readonly settings: VerifierSettings) {
    const { ledgerId, partitions, partition, anchors, quick = false } = settings;
    this.parse = quick ? parseWithoutTexts : parseEnvelope;
    this.fold = new PartitionFold(ledgerId, partitions, startOf(partition));
    this.source = sourceOf(ledgerId);
    for (const anchor of anchors) {
      const place = placeOf(anchor.stream, anchor.revision);
      this.anchors.set(place, [...(this.anchors.get(place) ?? []), anchor]);
    }
  }

  /**
   * Judges the next records. One that was delivered before changes nothing. Each stream's records are judged in one go: the order
   * among streams does not matter to the rule, and what is known of one stream stays in the processor's cache meanwhile.
   */
  readAll(records: readonly LogRecord[]): void {
    const { fresh, damage } = this.arrived(records);
    for (const own of byKey(fresh)) for (const record of own) this.judge(record);
    this.oddities.sort((a, b) => a.offset - b.offset).splice(MOST_ODDITIES);
    if (damage !== undefined) this.fault(damage.offset, damage.why);
  }

  /** Judges the next record. */
  read(record: LogRecord): Reading | undefined {
    const { fresh, damage } = this.arrived([record]);
    if (damage !== undefined) this.fault(damage.offset, damage.why);
    return fresh[0] === undefined ? undefined : this.judge(fresh[0]);
  }

  /** What it came to. Receipts of records that were not met show a tail that was cut off. */
  finish(): PartitionReport {
    const { ends, partition } = this.settings;
    const lastHash = this.nextOffset === 0 ? '' : hashOf(this.last ?? '');
    for (const known of ends) {
      if (this.damaged || known.nextOffset <= this.nextOffset) continue;
      this.fault(this.nextOffset, {
        zh: `分区到此为止，而锚点文件证明它曾到达偏移 ${known.nextOffset - 1}：末尾被截去`,
        en: `the partition ends here, but the anchors have seen it up to offset ${known.nextOffset - 1}: its tail was cut off`,
      });
    }
    if (!this.damaged) for (const missed of [...this.anchors.values()].flat()) this.missed(missed);
    return {
      ...this.counts,
      partition,
      end: { partition, nextOffset: this.nextOffset, lastHash },
      heads: this.heads(),
      oddities: this.oddities.slice(0, MOST_ODDITIES).map(({ words }) => words),
      faults: [...this.faults.values()].map(({ fault }) => fault),
    };
  }

  /** The records that come next, as far as none is missing. */
  private arrived(records: readonly LogRecord[]): { fresh: LogRecord[]; damage?: { offset: number; why: Words } } {
    const fresh: LogRecord[] = [];
    for (const record of records) {
      if (this.damaged) break;
      const { offset, value, mark } = record;
      const isMetAgain = offset < this.nextOffset;
      const wasAnother = offset === this.nextOffset - 1 && !isSame(value, this.last);
      if (isMetAgain && !wasAnother) continue;
      if (isMetAgain || offset > this.nextOffset) {
        this.damaged = true;
        return { fresh, damage: { offset: Math.min(offset, this.nextOffset), why: missingUpTo(offset) } };
      }
      const why = mark === undefined ? undefined : wordsOf(mark);
      if (why !== undefined) {
        this.damaged = true;
        return { fresh, damage: { offset, why } };
      }
      fresh.push(record);
      if (mark === undefined) this.firstOffset ??= offset;
      this.nextOffset += 1;
      this.last = value;
    }
    return { fresh };
  }

  private judge(record: LogRecord): Reading {
    const { value, offset } = record;
    const hash = hashOf(value ?? '');
    const reading = this.fold.judge(record, hash, this.parse(value));
    if (reading.kind !== 'control') this.counts.records += 1;
    if (offset === this.firstOffset && this.settings.withOpening) this.checkOpening(record);
    this.count(record, reading);
    this.checkEnd(offset, hash);
    return reading;
  }

  private count(record: LogRecord, reading: Reading): void {
    switch (reading.kind) {
      case 'accepted':
        this.counts.accepted += 1;
        this.accept(reading.record);
        return;
      case 'void':
        this.counts.void += 1;
        this.checkVoid(record, reading.hash);
        return;
      case 'junk':
        this.counts.junk += 1;
        this.oddities.push({ offset: record.offset, words: this.oddity(record.offset, reading.reason) });
        return;
      case 'control':
        this.counts.control += 1;
        this.oddities.push({ offset: record.offset, words: this.oddity(record.offset, reading.what) });
        return;
      case 'orphan':
        this.counts.unjudged += 1;
        this.orphan(record, reading.stream);
        return;
      case 'stopped':
        this.counts.unjudged += 1;
        return;
    }
  }

  private oddity(at: number, reason: string): string {
    const { partition, offset } = this.placeAt(at);
    return `${partition}:${offset} ${reason}`;
  }

  private accept(record: AcceptedRecord): void {
    const { stream, hash, envelope, offset } = record;
    const notes = this.notesOf(stream);
    const wrong = this.wrongIn(record, notes, notes.commandIds.add(envelope.commandid));
    notes.hashes.push(hash);
    notes.time = envelope.time;
    notes.offset = offset;
    if (wrong !== undefined) this.fault(offset, wrong, stream, envelope.revision);
  }

  private wrongIn(record: AcceptedRecord, notes: StreamNotes, isNewId: boolean): Words | undefined {
    const { stream, envelope } = record;
    const { id, source, time, commandid, revision } = envelope;
    // Put together, the expected id would be a new string for every record.
    if (!id.startsWith(stream) || id.slice(stream.length) !== `@${revision}`) {
      return {
        zh: `事件编号为 ${id}，应为 ${placeOf(stream, revision)}`,
        en: `its id is ${id} and must be ${placeOf(stream, revision)}`,
      };
    }
    if (source !== this.source)
      return { zh: `来源为 ${source}，应为 ${this.source}`, en: `its source is ${source} and must be ${this.source}` };
    if (!this.isInstant(time)) {
      return { zh: `时间 ${time} 不是 UTC 时刻`, en: `its time ${time} is no UTC instant with milliseconds` };
    }
    if (time < notes.time) {
      return {
        zh: `时间 ${time} 早于前一条的 ${notes.time}`,
        en: `its time ${time} lies before ${notes.time} of the record before it`,
      };
    }
    if (!isNewId) {
      return {
        zh: `命令编号 ${commandid} 在本部门已出现过`,
        en: `the command id ${commandid} stands in this stream already`,
      };
    }
    return this.anchorBroken(record) ?? (isOpening(record) ? undefined : this.settings.judge(record));
  }

  /** An envelope's time has the form of an instant; whether there is such a day and hour costs more to ask. */
  private isInstant(time: string): boolean {
    const isOnKnownDay = this.day !== '' && time.startsWith(this.day);
    if (isOnKnownDay && time.slice(11, 13) < '24' && time.slice(14, 16) < '60' && time.slice(17, 19) < '60')
      return true;
    if (Number.isNaN(Date.parse(time))) return false;
    this.day = time.slice(0, 11);
    return true;
  }

  private anchorBroken({ stream, envelope, hash, offset: offsetHere }: AcceptedRecord): Words | undefined {
    if (this.anchors.size === 0) return undefined;
    const { partition, offset } = this.placeAt(offsetHere);
    const place = placeOf(stream, envelope.revision);
    const anchors = this.anchors.get(place) ?? [];
    this.anchors.delete(place);
    for (const anchor of anchors) {
      if (anchor.hash !== hash) {
        return {
          zh: `与回执不符：回执的哈希为 ${anchor.hash}，此处为 ${hash}`,
          en: `it is not what the receipt stands for: the receipt's hash is ${anchor.hash}, this is ${hash}`,
        };
      }
      const at = anchor.at;
      if (at !== undefined && (at.partition !== partition || at.offset !== offset)) {
        return {
          zh: `内容与回执相符，但回执的位置为 ${at.partition}:${at.offset}：它之前有记录被增删`,
          en: `it is what the receipt stands for, but stood at ${at.partition}:${at.offset}: records before it were added or removed`,
        };
      }
    }
    return undefined;
  }

  /** A void record below the head is void by its revision; a correct writer still built it on a record that stands in the log. */
  private checkVoid({ offset, value }: LogRecord, hash: string): void {
    const envelope = parseEnvelope(value);
    if (typeof envelope === 'string') return;
    const { subject: stream, revision, prevhash } = envelope;
    const notes = this.notesOf(stream);
    const accepted = revision === 1 ? firstHash(this.settings.ledgerId, stream) : notes.hashes.at(revision - 2);
    if (prevhash !== accepted && notes.voids.get(prevhash) !== revision - 1) {
      const why = {
        zh: '这条无效记录所依据的前一条在日志中不存在：有记录被改动或丢失',
        en: 'this void record was built on one that the log does not hold: something before it was altered or lost',
      };
      this.fault(offset, why, stream, revision);
    }
    notes.voids.set(hash, revision);
  }

  private orphan({ offset, value }: LogRecord, stream: string): void {
    const envelope = parseEnvelope(value);
    const revision = typeof envelope === 'string' ? undefined : envelope.revision;
    const notes = this.notesOf(stream);
    const head = notes.hashes.length;
    const why =
      head === 0
        ? {
            zh: `它所依据的前一条在日志中不存在：此前的记录被改动或丢失，或账本编号不是 ${this.settings.ledgerId}`,
            en: `the log does not hold the record that it was built on: an earlier one was altered or lost, or the ledger's id is not ${this.settings.ledgerId}`,
          }
        : {
            zh: `它所依据的前一条在日志中不存在：第 ${head} 版（偏移 ${this.placeAt(notes.offset).offset}）或其后、此条之前（含此条）的记录被改动或丢失`,
            en: `the log does not hold the record that it was built on: revision ${head} (offset ${this.placeAt(notes.offset).offset}) or what stands from there to here was altered or lost`,
          };
    this.fault(offset, why, stream, revision);
  }

  private checkOpening({ value, partition, offset }: LogRecord): void {
    const { topic, ledgerId, partitions } = this.settings;
    if (partition !== openingPartition(partitions)) return;
    try {
      checkOpening(topic, ledgerId, partitions, value);
    } catch (error) {
      if (!(error instanceof LogUnfit)) throw error;
      this.fault(offset, { zh: '首条记录不是本账本的开账记录', en: error.message }, OPENING_STREAM, 1);
    }
  }

  private checkEnd(offset: number, lastHash: string): void {
    for (const end of this.settings.ends) {
      if (end.nextOffset - 1 !== offset || end.lastHash === lastHash) continue;
      this.fault(offset, {
        zh: `与锚点文件不符：此处记录的哈希曾为 ${end.lastHash}，现为 ${lastHash}`,
        en: `the anchors have seen another record here: its hash was ${end.lastHash} and is ${lastHash}`,
      });
    }
  }

  private missed({ stream, revision, hash }: Anchor): void {
    const head = this.notes.get(stream)?.hashes.length ?? 0;
    const why = {
      zh: `部门 ${stream} 止于第 ${head} 版，而回执证明第 ${revision} 版（哈希 ${hash}）曾被接受：末尾被截去或改动`,
      en: `${stream} ends at revision ${head}, but a receipt stands for revision ${revision} (hash ${hash}): the tail was cut off or altered`,
    };
    this.fault(this.nextOffset, why, stream, revision);
  }

  /** Where a record is to be looked for. */
  private placeAt(offset: number): { partition: number; offset: number } {
    return this.settings.placeOf?.(offset) ?? { partition: this.settings.partition, offset };
  }

  private fault(offset: number, why: Words, stream?: string, revision?: number): void {
    const subject = stream ?? '';
    const first = this.faults.get(subject);
    if (first !== undefined && first.offset <= offset) return;
    if (stream !== undefined) this.fold.stop(stream, why.en);
    const place = stream === undefined ? {} : { stream, ...(revision === undefined ? {} : { revision }) };
    this.faults.set(subject, { offset, fault: { ...this.placeAt(offset), ...place, why } });
  }

  private notesOf(stream: string): StreamNotes {
    let notes = this.notes.get(stream);
    if (notes === undefined) {
      const commandIds = this.settings.quick === true ? new DigestedIds() : new ExactIds();
      notes = { hashes: new HashList(), voids: new Map(), commandIds, time: '', offset: -1 };
      this.notes.set(stream, notes);
    }
    return notes;
  }

  private heads(): VerifiedHead[] {
    return [...this.notes].flatMap(([stream, { hashes, offset }]) => {
      if (hashes.length === 0) return [];
      const at = this.placeAt(offset);
      return [{ stream, revision: hashes.length, hash: hashes.last, position: `${at.partition}:${at.offset}` }];
    });
  }
}

function* byKey(records: readonly LogRecord[]): Iterable<LogRecord[]> {
  const groups = new Map<string, LogRecord[]>();
  for (const record of records) {
    const key = record.key?.toString('latin1') ?? '';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  yield* groups.values();
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

function placeOf(stream: string, revision: number): string {
  return `${stream}@${revision}`;
}

function isOpening({ stream, envelope }: AcceptedRecord): boolean {
  return stream === OPENING_STREAM && envelope.revision === 1;
}
