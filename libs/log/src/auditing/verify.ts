import { AnchorCheck } from './anchor-check';
import { Arrivals } from './arrivals';
import { EnvelopeCheck } from './envelope-check';
import { HashList } from './hash-list';
import { DigestedIds, ExactIds, type MetIds } from './met-ids';
import { firstHash, hashOf, parseEnvelope, parseWithoutTexts } from '../rule/envelope';
import { LogUnfit } from '../rule/errors';
import { type AcceptedRecord, type LogRecord, PartitionFold, type Reading, startOf } from '../rule/fold';
import { checkOpening, OPENING_STREAM, openingPartition } from '../rule/opening';
import type { Anchor, PartitionEnd } from './verify-anchors';
import type { Fault, PartitionReport, VerifiedHead, Words } from './verify-report';

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
  positionOf?: (offset: number) => { partition: number; offset: number };
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
  private readonly parse: typeof parseEnvelope;
  private readonly notes = new Map<string, StreamNotes>();
  /** The first fault of each stream, and of the partition itself under ''. */
  private readonly faults = new Map<string, { offset: number; fault: Fault }>();
  private readonly arrivals = new Arrivals();
  private readonly envelopes: EnvelopeCheck;
  private readonly anchors: AnchorCheck;
  private readonly counts = { records: 0, accepted: 0, void: 0, junk: 0, control: 0, unjudged: 0 };
  private oddities: { offset: number; words: string }[] = [];

  constructor(private readonly settings: VerifierSettings) {
    const { ledgerId, partitions, partition, anchors, ends, quick = false } = settings;
    this.parse = quick ? parseWithoutTexts : parseEnvelope;
    this.fold = new PartitionFold(ledgerId, partitions, startOf(partition));
    this.envelopes = new EnvelopeCheck(ledgerId);
    this.anchors = new AnchorCheck(anchors, ends, (offset) => this.positionAt(offset));
  }

  /**
   * Judges the next records. One that was delivered before changes nothing. Each stream's records are judged in one go: the order
   * among streams does not matter to the rule, and what is known of one stream stays in the processor's cache meanwhile.
   */
  readAll(records: readonly LogRecord[]): void {
    const { fresh, damage } = this.arrivals.take(records);
    for (const own of byKey(fresh)) for (const record of own) this.judge(record);
    this.oddities.sort((a, b) => a.offset - b.offset).splice(MOST_ODDITIES);
    if (damage !== undefined) this.fault(damage.offset, damage.why);
  }

  /** Judges the next record. */
  read(record: LogRecord): Reading | undefined {
    const { fresh, damage } = this.arrivals.take([record]);
    if (damage !== undefined) this.fault(damage.offset, damage.why);
    return fresh[0] === undefined ? undefined : this.judge(fresh[0]);
  }

  /** What it came to. Receipts of records that were not met show a tail that was cut off. */
  finish(): PartitionReport {
    const { partition } = this.settings;
    const { nextOffset, lastHash, isDamaged } = this.arrivals;
    if (!isDamaged) {
      const cutOff = this.anchors.cutOffAt(nextOffset);
      if (cutOff !== undefined) this.fault(nextOffset, cutOff);
      const headOf = (stream: string): number => this.notes.get(stream)?.hashes.length ?? 0;
      for (const { why, stream, revision } of this.anchors.missed(headOf))
        this.fault(nextOffset, why, stream, revision);
    }
    return {
      ...this.counts,
      partition,
      end: { partition, nextOffset, lastHash },
      heads: this.heads(),
      oddities: this.oddities.slice(0, MOST_ODDITIES).map(({ words }) => words),
      faults: [...this.faults.values()].map(({ fault }) => fault),
    };
  }

  private judge(record: LogRecord): Reading {
    const { value, offset } = record;
    const hash = hashOf(value ?? '');
    const reading = this.fold.judge(record, hash, this.parse(value));
    if (reading.kind !== 'control') this.counts.records += 1;
    if (offset === this.arrivals.firstOffset && this.settings.withOpening) this.checkOpening(record);
    this.count(record, reading);
    const changed = this.anchors.changedAt(offset, hash);
    if (changed !== undefined) this.fault(offset, changed);
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
    const { partition, offset } = this.positionAt(at);
    return `${partition}:${offset} ${reason}`;
  }

  private accept(record: AcceptedRecord): void {
    const { stream, hash, envelope, offset } = record;
    const notes = this.notesOf(stream);
    const isNewId = notes.commandIds.add(envelope.commandid);
    const wrong =
      this.envelopes.wrongIn(stream, envelope, notes.time, isNewId) ??
      this.anchors.brokenBy(record) ??
      (isOpening(record) ? undefined : this.settings.judge(record));
    notes.hashes.push(hash);
    notes.time = envelope.time;
    notes.offset = offset;
    if (wrong !== undefined) this.fault(offset, wrong, stream, envelope.revision);
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
            zh: `它所依据的前一条在日志中不存在：第 ${head} 版（偏移 ${this.positionAt(notes.offset).offset}）或其后、此条之前（含此条）的记录被改动或丢失`,
            en: `the log does not hold the record that it was built on: revision ${head} (offset ${this.positionAt(notes.offset).offset}) or what stands from there to here was altered or lost`,
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

  /** Where a record is to be looked for. */
  private positionAt(offset: number): { partition: number; offset: number } {
    return this.settings.positionOf?.(offset) ?? { partition: this.settings.partition, offset };
  }

  private fault(offset: number, why: Words, stream?: string, revision?: number): void {
    const subject = stream ?? '';
    const first = this.faults.get(subject);
    if (first !== undefined && first.offset <= offset) return;
    if (stream !== undefined) this.fold.stop(stream, why.en);
    const about = stream === undefined ? {} : { stream, ...(revision === undefined ? {} : { revision }) };
    this.faults.set(subject, { offset, fault: { ...this.positionAt(offset), ...about, why } });
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
      const at = this.positionAt(offset);
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

function isOpening({ stream, envelope }: AcceptedRecord): boolean {
  return stream === OPENING_STREAM && envelope.revision === 1;
}
