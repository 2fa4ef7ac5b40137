/** What one partition has to append. */
export interface PartitionBatch {
  partition: number;
  records: readonly { key: string; value: Buffer }[];
}

/** Sends batches of different partitions in one request; resolves with the offset of each one's first record. */
type SendAll = (batches: readonly PartitionBatch[]) => Promise<ReadonlyMap<number, number>>;

interface Waiting extends PartitionBatch {
  bytes: number;
  settle: (offset: number | undefined) => void;
  fail: (error: unknown) => void;
}

/** Brokers take requests of up to 100 MiB unless they are told otherwise. */
const ROUND_BYTES = 32 * 1024 * 1024;

/**
 * Gathers what the partitions of one broker append at the same moment into one request: a broker answers the requests of a connection one
 * after another, so several of them under way only cost more. While a round is under way the next one fills up.
 */
export class AppendRounds {
  private readonly waiting = new Map<number, Waiting[]>();
  private readonly busy = new Set<number>();

  constructor(
    private readonly send: SendAll,
    /** The broker that leads a partition; a stale answer costs speed and nothing else. */
    private readonly leaderOf: (partition: number) => number,
  ) {}

  /** Rejects when the fate of the batch is not known. What is sent again goes alone, so that a partition in trouble delays no other. */
  async append(batch: PartitionBatch, isAgain: boolean): Promise<number | undefined> {
    if (isAgain) return (await this.send([batch])).get(batch.partition);
    return new Promise((settle, fail) => {
      const leader = this.leaderOf(batch.partition);
      const queue = this.waiting.get(leader) ?? [];
      const bytes = batch.records.reduce((sum, { value }) => sum + value.length, 0);
      this.waiting.set(leader, [...queue, { ...batch, bytes, settle, fail }]);
      if (queue.length === 0 && !this.busy.has(leader)) this.schedule(leader);
    });
  }

  /** What arrives in the same turn of the event loop goes out together. */
  private schedule(leader: number): void {
    setImmediate(() => void this.round(leader));
  }

  private async round(leader: number): Promise<void> {
    const batches = this.take(leader);
    this.busy.add(leader);
    try {
      const offsets = new Map(await this.send(batches));
      for (const { partition, records, settle } of batches) {
        const first = offsets.get(partition);
        settle(first);
        // Two writers of one process may append to the same partition in one round: then one stands behind the other.
        if (first !== undefined) offsets.set(partition, first + records.length);
      }
    } catch (error) {
      for (const { fail } of batches) fail(error);
    }
    this.busy.delete(leader);
    if ((this.waiting.get(leader)?.length ?? 0) > 0) this.schedule(leader);
  }

  private take(leader: number): Waiting[] {
    const queue = this.waiting.get(leader) ?? [];
    let bytes = 0;
    const end = queue.findIndex((batch, index) => (bytes += batch.bytes) > ROUND_BYTES && index > 0);
    const count = end < 0 ? queue.length : end;
    this.waiting.set(leader, queue.slice(count));
    return queue.slice(0, count);
  }
}
