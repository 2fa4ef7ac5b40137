import {
  type Command,
  decide,
  emptyState,
  evolve,
  type LedgerEvent,
  type State,
  streamOf,
  type TransitCommand,
} from '#domain';
import {
  type AcceptedRecord,
  hashOf,
  type LogRecord,
  PartitionFold,
  partitionOf,
  StalePosition,
  startOf,
  type TailBatch,
  type StoredPosition,
} from '#log';
import type { Projected, Projection } from '#read-model';
import { loadChart } from '#wire';

const CHART = loadChart([]);

/** A log in memory with the real rule and the real decisions, for tests of what reads it. */
export class TestLog {
  readonly records: LogRecord[][];
  readonly states = new Map<string, State>();
  private readonly heads: PartitionFold[];
  private now = Date.UTC(2024, 0, 1);

  constructor(
    readonly partitions = 3,
    readonly ledgerId = 'test',
  ) {
    this.records = Array.from({ length: partitions }, () => []);
    this.heads = this.records.map((_, partition) => new PartitionFold(this.ledgerId, partitions, startOf(partition)));
  }

  /** What is appended from now on is recorded later. */
  waitUntil(instant: string): void {
    this.now = Date.parse(instant);
  }

  /** Decides a command and appends its event, as a single writer would. */
  post(command: Command | TransitCommand, actor = '张三'): LedgerEvent {
    const stream = streamOf(command);
    const before = this.states.get(stream) ?? emptyState;
    const event = decide(before, command, { chart: CHART });
    this.states.set(stream, evolve(before, event));
    this.append(stream, { ...event, commandid: command.commandId, actor });
    return event;
  }

  /** Appends any record that extends its stream's head, whatever it says. */
  append(stream: string, fields: { type: string; data: unknown; [field: string]: unknown }): LogRecord {
    const partition = partitionOf(stream, this.partitions);
    const head = this.heads[partition]!.head(stream);
    return this.appendAt(stream, head.revision + 1, head.hash, fields);
  }

  /** The same with data that are written as they are: what no program would write, somebody else may. */
  appendWritten(stream: string, type: string, data: string, fields: object = {}): LogRecord {
    const partition = partitionOf(stream, this.partitions);
    const { revision, hash } = this.heads[partition]!.head(stream);
    const text = JSON.stringify(this.envelope(stream, revision + 1, hash, { type, data: {}, ...fields }));
    return this.push(partition, stream, Buffer.from(text.replace(/"data":\{\}/, () => `"data":${data}`)));
  }

  /** Appends a record that has lost a race: it names a parent that is the head no more. */
  appendVoid(stream: string): void {
    const { revision, hash } = this.heads[partitionOf(stream, this.partitions)]!.head(stream);
    const refusal = { type: 'command.refused.v1', data: REFUSED } as unknown as LedgerEvent;
    // The refusal counts: what is frozen later is known by the revision behind it.
    this.states.set(stream, evolve(this.states.get(stream) ?? emptyState, refusal));
    this.append(stream, refusal as { type: string; data: unknown });
    this.appendAt(stream, revision + 1, hash, { type: 'command.refused.v1', data: { ...REFUSED, late: true } });
  }

  /** Takes a record as another log holds it at this place. */
  adopt({ partition, key, value }: LogRecord): void {
    this.push(partition, key?.toString() ?? '', value!);
  }

  appendJunk(partition: number): void {
    this.push(partition, 'junk', Buffer.from('junk'));
  }

  /** Where a command's stream stands. */
  streamHead(command: Parameters<typeof streamOf>[0]): { revision: number } {
    const stream = streamOf(command);
    return this.heads[partitionOf(stream, this.partitions)]!.head(stream);
  }

  ends(): number[] {
    return this.records.map(({ length }) => length);
  }

  private appendAt(stream: string, revision: number, prevhash: string, fields: object): LogRecord {
    const value = this.envelope(stream, revision, prevhash, fields);
    return this.push(partitionOf(stream, this.partitions), stream, Buffer.from(JSON.stringify(value)));
  }

  private envelope(stream: string, revision: number, prevhash: string, fields: object): object {
    return {
      specversion: '1.0',
      id: `${stream}@${revision}`,
      source: `urn:budget-ledger:${this.ledgerId}`,
      subject: stream,
      time: new Date((this.now += 1_000)).toISOString(),
      datacontenttype: 'application/json',
      revision,
      prevhash,
      commandid: `command-${this.now}`,
      commandhash: hashOf('body'),
      actor: '张三',
      correlationid: 'correlation',
      ...fields,
    };
  }

  private push(partition: number, key: string, value: Buffer): LogRecord {
    const records = this.records[partition]!;
    const record = { partition, offset: records.length, key: Buffer.from(key), value };
    records.push(record);
    this.heads[partition]!.read(record);
    return record;
  }
}

const REFUSED = {
  refusal: { code: 'unknown-code', legalSource: '样例', figures: [{ field: 'lines[0].economic' }] },
  command: { type: 'AllocateBudget', documentNumber: '样例〔2024〕9号', effectiveDate: '2024-05-01' },
};

/** Feeds a projection as the tail does, in steps that a test chooses. */
export class TestReader {
  private folds: PartitionFold[] = [];

  constructor(
    private readonly log: TestLog,
    readonly projection: Projection,
  ) {}

  async start(): Promise<void> {
    const places = await this.projection.positions();
    this.folds = this.log.records.map((_, partition) => this.foldAt(partition, places));
  }

  /** Reads up to `count` further records of a partition and projects them. Answers nothing where there was nothing, or a stale place. */
  async step(partition: number, count: number): Promise<Projected | undefined> {
    const from = this.folds[partition]!.nextOffset;
    const records = this.log.records[partition]!.slice(from, from + count);
    const batch = batchOf(this.folds[partition]!, partition, records);
    if (batch === undefined) return undefined;
    try {
      return await this.projection.project(batch);
    } catch (error) {
      if (!(error instanceof StalePosition)) throw error;
      this.folds[partition] = this.foldAt(partition, await this.projection.positions());
      return undefined;
    }
  }

  /** Reads on until nothing is left. */
  async finish(count = 1_000): Promise<void> {
    for (let partition = 0; partition < this.log.partitions; partition += 1) {
      while (this.folds[partition]!.nextOffset < this.log.records[partition]!.length) await this.step(partition, count);
    }
  }

  private foldAt(partition: number, places: Map<number, StoredPosition>): PartitionFold {
    const place = places.get(partition);
    return new PartitionFold(
      this.log.ledgerId,
      this.log.partitions,
      place?.checkpoint ?? startOf(partition),
      place?.heads,
    );
  }
}

export function batchOf(fold: PartitionFold, partition: number, records: readonly LogRecord[]): TailBatch | undefined {
  if (records.length === 0) return undefined;
  const accepted: AcceptedRecord[] = [];
  const touched = new Set<string>();
  let voids = 0;
  const alarms: string[] = [];
  for (const record of records) {
    const reading = fold.read(record);
    // As the tail does: the opening record is the log's own and says nothing of budgets.
    if (reading?.kind === 'accepted' && reading.record.stream !== 'ledger') accepted.push(reading.record);
    if (reading?.kind === 'void') voids += 1;
    if (reading?.kind === 'junk') alarms.push(reading.reason);
    if (reading?.kind === 'accepted') touched.add(reading.record.stream);
    if (reading?.kind === 'void' || reading?.kind === 'orphan') touched.add(reading.stream);
  }
  const heads = [...touched].flatMap((stream) => fold.streamHead(stream) ?? []);
  const stop = (stream: string, reason: string): void => fold.stop(stream, reason);
  return { partition, accepted, checkpoint: fold.checkpoint, heads, voids, alarms, stop };
}
