import type { KafkaLog, RawReader } from './kafka-log';
import { partitionOf } from './murmur2';
import { DEFAULT_LIMITS, PartitionWriter, type WriterEvents, type WriterLimits } from './partition-writer';
import type { Decider, Outcome, Submission } from './ports';
import type { Head } from './rule';

/**
 * The write side of the whole log: one PartitionWriter for each partition, fed by one reader. Begins with folding the log from its
 * start, so that every state and every command id is known before the first decision.
 */
export class LedgerWriter<State, Command, Event extends { type: string; data: unknown }> {
  private reader: RawReader | undefined;
  private draining = false;

  private constructor(
    private readonly log: KafkaLog,
    private readonly writers: PartitionWriter<State, Command, Event>[],
  ) {}

  /** Resolves when the log has been read up to the end that stood at the call. */
  static async start<State, Command, Event extends { type: string; data: unknown }>(
    log: KafkaLog,
    decider: Decider<State, Command, Event>,
    events: WriterEvents,
    limits: WriterLimits = DEFAULT_LIMITS,
  ): Promise<LedgerWriter<State, Command, Event>> {
    const place = { ledgerId: log.settings.ledgerId, partitions: log.partitions };
    const writers = Array.from(
      { length: log.partitions },
      (_, partition) => new PartitionWriter(partition, place, decider, log, events, limits),
    );
    const ledger = new LedgerWriter(log, writers);
    const ends = await log.endOffsets();
    await ledger.readUpTo(ends);
    return ledger;
  }

  submit(stream: string, submission: Submission<Command>): Promise<Outcome> {
    if (this.draining) return Promise.resolve({ kind: 'overloaded', queued: this.open });
    return this.writerOf(stream).submit(stream, submission);
  }

  stateOf(stream: string): State {
    return this.writerOf(stream).stateOf(stream);
  }

  headOf(stream: string): Head {
    return this.writerOf(stream).headOf(stream);
  }

  /** Commands that wait or are under way. */
  get open(): number {
    return this.writers.reduce((sum, writer) => sum + writer.open, 0);
  }

  get stopped(): { stream: string; reason: string }[] {
    return this.writers.flatMap((writer) => writer.stopped);
  }

  get counts(): { accepted: number; void: number; junk: number; foreign: number } {
    const total = { accepted: 0, void: 0, junk: 0, foreign: 0 };
    for (const { counts } of this.writers) {
      total.accepted += counts.accepted;
      total.void += counts.void;
      total.junk += counts.junk;
      total.foreign += counts.foreign;
    }
    return total;
  }

  /** Takes nothing new, and waits until what is under way is known or the time is up. */
  async stop(timeoutMs = 10_000): Promise<void> {
    this.draining = true;
    const deadline = this.log.now() + timeoutMs;
    while (this.open > 0 && this.log.now() < deadline) await this.log.delay(20);
    await this.reader?.stop();
  }

  private async readUpTo(ends: readonly number[]): Promise<void> {
    let arrived = (): void => undefined;
    const caughtUp = new Promise<void>((resolve) => (arrived = resolve));
    const check = (): void => {
      if (this.writers.every((writer, partition) => writer.hasPassed(ends[partition] ?? 0))) arrived();
    };
    this.reader = await this.log.read((partition, records) => {
      this.take(partition, records);
      check();
      return Promise.resolve();
    }, new Array<number>(this.writers.length).fill(0));
    check();
    await caughtUp;
  }

  private take(partition: number, records: Parameters<PartitionWriter<State, Command, Event>['receive']>[0]): void {
    const writer = this.writers[partition];
    const last = records.at(-1);
    if (writer === undefined || last === undefined) return;
    writer.receive(records);
    // After a lost broker a consumer may begin again far behind; there is no need to read all of that twice.
    if (last.offset + 1 < writer.nextOffset) this.reader?.seek(partition, writer.nextOffset);
  }

  private writerOf(stream: string): PartitionWriter<State, Command, Event> {
    const writer = this.writers[partitionOf(stream, this.writers.length)];
    if (writer === undefined) throw new RangeError(`no partition for stream ${stream}`);
    return writer;
  }
}
