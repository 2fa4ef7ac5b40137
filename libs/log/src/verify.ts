import { hash as digest } from 'node:crypto';

import { firstHash, parseEnvelope, sourceOf } from './envelope';
import { LogDamaged, LogUnfit } from './errors';
import { type AcceptedRecord, type LogRecord, PartitionFold, type Reading, startOf } from './fold';
import { checkOpening, OPENING_STREAM, openingPartition } from './opening';
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
  /** Records of a stream behind its first fault; nothing can be said of them. */
  unjudged: number;
  end: PartitionEnd;
  heads: VerifiedHead[];
  /** The first junk records, in words. */
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
  /** Where a record stands in its topic, when it is not read from there. */
  placeOf?: (offset: number) => { partition: number; offset: number };
}

/** What has to be remembered of a stream to know every parent and every command id. */
interface StreamNotes {
  /** By revision, from 1. */
  hashes: string[];
  voids: Map<string, number>;
  commandIds: Set<string>;
  time: string;
  offset: number;
}

const MOST_ODDITIES = 20;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Reads one partition as a suspicious outsider: the log's rule, and beyond it everything that a correct writer keeps. A fault stops
 * the judgement of its stream; the others are read on, so that one report tells how far the damage goes.
 */
export class PartitionVerifier {
  private readonly fold: PartitionFold;
  private readonly notes = new Map<string, StreamNotes>();
  private readonly faulty = new Set<string>();
  private readonly anchors = new Map<string, Anchor[]>();
  private readonly report: Omit<PartitionReport, 'end' | 'heads'>;
  private damaged = false;

  constructor(private readonly settings: VerifierSettings) {
    const { ledgerId, partitions, partition, anchors } = settings;
    this.fold = new PartitionFold(ledgerId, partitions, startOf(partition));
    this.report = { partition, records: 0, accepted: 0, void: 0, junk: 0, unjudged: 0, oddities: [], faults: [] };
    for (const anchor of anchors) {
      const place = placeOf(anchor.stream, anchor.revision);
      this.anchors.set(place, [...(this.anchors.get(place) ?? []), anchor]);
    }
  }

  get nextOffset(): number {
    return this.fold.nextOffset;
  }

  /** Judges the next record; one that was delivered before changes nothing. */
  read(record: LogRecord): Reading | undefined {
    if (this.damaged) return undefined;
    let reading: Reading | undefined;
    try {
      reading = this.fold.read(record, parsed);
    } catch (error) {
      if (!(error instanceof LogDamaged)) throw error;
      this.damaged = true;
      this.fault(error.offset, {
        zh: `偏移不连续：此处缺少记录（下一条在 ${record.offset}）`,
        en: `records are missing here (the next one stands at ${record.offset}), or one changed while it was read`,
      });
      return undefined;
    }
    if (reading === undefined) return undefined;
    this.report.records += 1;
    if (record.offset === 0 && this.settings.withOpening) this.checkOpening(record);
    this.count(record, reading);
    this.checkEnd(record.offset);
    return reading;
  }

  /** What it came to. Receipts of records that were not met show a tail that was cut off. */
  finish(): PartitionReport {
    const { ends } = this.settings;
    const end = this.fold.checkpoint;
    for (const known of ends) {
      if (this.damaged || known.nextOffset <= end.nextOffset) continue;
      this.fault(end.nextOffset, {
        zh: `分区到此为止，而锚点文件证明它曾到达偏移 ${known.nextOffset - 1}：末尾被截去`,
        en: `the partition ends here, but the anchors have seen it up to offset ${known.nextOffset - 1}: its tail was cut off`,
      });
    }
    if (!this.damaged) for (const missed of [...this.anchors.values()].flat()) this.missed(missed);
    return { ...this.report, end, heads: this.heads() };
  }

  private count(record: LogRecord, reading: Reading): void {
    const { partition, offset } = this.placeAt(record.offset);
    switch (reading.kind) {
      case 'accepted':
        this.report.accepted += 1;
        this.accept(reading.record);
        return;
      case 'void':
        this.report.void += 1;
        this.checkVoid(record, reading.hash);
        return;
      case 'junk':
        this.report.junk += 1;
        if (this.report.oddities.length < MOST_ODDITIES) {
          this.report.oddities.push(`${partition}:${offset} ${reading.reason}`);
        }
        return;
      case 'orphan':
        this.report.unjudged += 1;
        this.orphan(record, reading.stream);
        return;
      case 'stopped':
        this.report.unjudged += 1;
        return;
    }
  }

  private accept(record: AcceptedRecord): void {
    const { stream, hash, envelope, offset } = record;
    const notes = this.notesOf(stream);
    const wrong = this.wrongIn(record, notes);
    notes.hashes.push(hash);
    notes.commandIds.add(envelope.commandid);
    notes.time = envelope.time;
    notes.offset = offset;
    if (wrong !== undefined) this.fault(offset, wrong, stream, envelope.revision);
  }

  private wrongIn(record: AcceptedRecord, notes: StreamNotes): Words | undefined {
    const { stream, envelope } = record;
    const { id, source, time, commandid, revision } = envelope;
    if (id !== placeOf(stream, revision)) {
      return {
        zh: `事件编号为 ${id}，应为 ${placeOf(stream, revision)}`,
        en: `its id is ${id} and must be ${placeOf(stream, revision)}`,
      };
    }
    const expected = sourceOf(this.settings.ledgerId);
    if (source !== expected)
      return { zh: `来源为 ${source}，应为 ${expected}`, en: `its source is ${source} and must be ${expected}` };
    if (!TIME.test(time) || Number.isNaN(Date.parse(time))) {
      return { zh: `时间 ${time} 不是 UTC 时刻`, en: `its time ${time} is no UTC instant with milliseconds` };
    }
    if (time < notes.time) {
      return {
        zh: `时间 ${time} 早于前一条的 ${notes.time}`,
        en: `its time ${time} lies before ${notes.time} of the record before it`,
      };
    }
    if (notes.commandIds.has(commandid)) {
      return {
        zh: `命令编号 ${commandid} 在本部门已出现过`,
        en: `the command id ${commandid} stands in this stream already`,
      };
    }
    return this.anchorBroken(record) ?? (isOpening(record) ? undefined : this.settings.judge(record));
  }

  private anchorBroken({ stream, envelope, hash, offset: offsetHere }: AcceptedRecord): Words | undefined {
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
    const accepted = revision === 1 ? firstHash(this.settings.ledgerId, stream) : notes.hashes[revision - 2];
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

  private checkOpening({ value, partition }: LogRecord): void {
    const { topic, ledgerId, partitions } = this.settings;
    if (partition !== openingPartition(partitions)) return;
    try {
      checkOpening(topic, ledgerId, partitions, value);
    } catch (error) {
      if (!(error instanceof LogUnfit)) throw error;
      this.fault(0, { zh: '首条记录不是本账本的开账记录', en: error.message }, OPENING_STREAM, 1);
    }
  }

  private checkEnd(offset: number): void {
    const { lastHash } = this.fold.checkpoint;
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
    this.fault(this.fold.nextOffset, why, stream, revision);
  }

  /** Where a record is to be looked for. */
  private placeAt(offset: number): { partition: number; offset: number } {
    return this.settings.placeOf?.(offset) ?? { partition: this.settings.partition, offset };
  }

  private fault(offset: number, why: Words, stream?: string, revision?: number): void {
    const subject = stream ?? '';
    if (this.faulty.has(subject)) return;
    this.faulty.add(subject);
    if (stream !== undefined) this.fold.stop(stream, why.en);
    const place = stream === undefined ? {} : { stream, ...(revision === undefined ? {} : { revision }) };
    this.report.faults.push({ ...this.placeAt(offset), ...place, why });
  }

  private notesOf(stream: string): StreamNotes {
    let notes = this.notes.get(stream);
    if (notes === undefined) {
      notes = { hashes: [], voids: new Map(), commandIds: new Set(), time: '', offset: -1 };
      this.notes.set(stream, notes);
    }
    return notes;
  }

  private heads(): VerifiedHead[] {
    return [...this.notes].flatMap(([stream, { hashes, offset }]) => {
      const hash = hashes.at(-1);
      if (hash === undefined) return [];
      const at = this.placeAt(offset);
      return [{ stream, revision: hashes.length, hash, position: `${at.partition}:${at.offset}` }];
    });
  }
}

/** Hashing and parsing are most of the work, so the fold is given both: `crypto.hash` is twice as fast as a hash object. */
function parsed(value: Buffer): ReturnType<NonNullable<Parameters<PartitionFold['read']>[1]>> {
  const envelope = parseEnvelope(value);
  return typeof envelope === 'string' ? undefined : { envelope, hash: digest('sha256', value) };
}

function placeOf(stream: string, revision: number): string {
  return `${stream}@${revision}`;
}

function isOpening({ stream, envelope }: AcceptedRecord): boolean {
  return stream === OPENING_STREAM && envelope.revision === 1;
}
