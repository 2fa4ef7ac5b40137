import { StalePosition, type TailBatch, type StoredPosition } from '#log';
import type { Line } from '#domain';
import { type Database, inTransaction, type Transaction } from '#postgres';

import type { EventRows } from './event-rows';
import { KnownLines } from './known-lines';
import { requireFit } from './probe';
import { explained, isRefusedContent } from './refused-content';
import { readPositions } from './stored-positions';
import { type Stop, stopReason, understandAll, type Understood } from './understand';
import { enterGate } from './versions/gate';
import { historyFromOf, type ReadModelVersion } from './versions/version';
import { writeEvents } from './write-events';
import { moveCheckpoint, requireHeads, writeHeads } from './write-positions';

/** What one batch came to. */
export interface Projected {
  events: number;
  /** Streams that this batch stopped, with the reason that was stored. */
  stopped: { stream: string; reason: string }[];
}

/**
 * Turns the log into rows. Rows, checkpoint and stream heads move in one transaction, which starts by moving the checkpoint from
 * where this reader left it; so each event counts once, whatever is delivered twice and however many projectors run.
 */
export class Projection {
  /** The next offset by partition, as the tail that feeds this last read or wrote it. */
  private readonly expected = new Map<number, number>();
  /** Partitions whose place the tail reads anew; in all others it keeps the place it has, whatever is stored meanwhile. */
  private readonly stale = new Set<number>();
  private readonly lines: KnownLines;
  private started = false;

  /** One projection feeds one tail, of a log with so many partitions. */
  constructor(
    private readonly database: Database,
    private readonly partitions: number,
    /** The version whose tables these are; it must not get ahead of the one that took its place. Scratch tables are of none. */
    private readonly version?: Pick<ReadModelVersion, 'version' | 'form'>,
    /** The first year whose history the tables hold; all where it is absent. */
    private readonly historyFrom = version === undefined ? undefined : historyFromOf(version.version),
  ) {
    this.lines = new KnownLines(partitions);
  }

  /**
   * The stored positions, from which the tail goes on: at its start in all partitions, later in those that were found moved and in
   * `taken` ones, which somebody else has moved. Every partition has a place, also one without a record: answers about many
   * departments name all of them, so that they stay true when a department comes whose records stand in another.
   */
  async positions(taken: readonly number[] = []): Promise<Map<number, StoredPosition>> {
    for (const partition of taken) this.stale.add(partition);
    await this.database.query(
      `insert into checkpoint (partition, next_offset, last_hash)
       select partition, 0, '' from generate_series(0, $1::integer - 1) as partition
           on conflict do nothing`,
      [this.partitions],
    );
    const positions = await readPositions(this.database);
    for (const partition of this.started ? [...this.stale] : positions.keys()) {
      this.lines.forget(partition);
      const stored = positions.get(partition);
      if (stored === undefined) this.expected.delete(partition);
      else this.expected.set(partition, stored.checkpoint.nextOffset);
    }
    this.started = true;
    this.stale.clear();
    return positions;
  }

  /**
   * Throws StalePosition when somebody else has moved the position, and TablesUnfit where the tables take no events at all; that and any other
   * rejection may be tried again with the same batch.
   */
  async project(batch: TailBatch): Promise<Projected> {
    try {
      return await this.projectBatch(batch);
    } catch (error) {
      if (error instanceof StalePosition) this.stale.add(batch.partition);
      throw explained(error);
    }
  }

  private async projectBatch(batch: TailBatch): Promise<Projected> {
    const { events, stops } = understandAll(batch.accepted);
    const { partition } = batch;
    const { historyFrom } = this;
    let stored: Map<string, Stop>;
    try {
      let left: EventRows['lines'] = new Map();
      stored = await this.store(batch, stops, false, async (client) => {
        left = await writeEvents(client, events, { known: this.lines.of(partition), historyFrom });
        return new Map();
      });
      this.lines.keep(partition, placesWithLines(left));
    } catch (error) {
      // Whether a transaction whose end was not heard of has changed them is not known.
      this.lines.forget(partition);
      if (!isRefusedContent(error)) throw error;
      stored = await this.store(batch, stops, true, (client) => writeOneByOne(client, events, historyFrom));
    }
    this.expected.set(batch.partition, batch.checkpoint.nextOffset);
    const stopped = [...stored].map(([stream, { reason }]) => ({ stream, reason }));
    for (const { stream, reason } of stopped) batch.stop(stream, reason);
    const counted = batch.accepted.filter(
      ({ stream, offset }) => offset < (stored.get(stream)?.record.offset ?? Infinity),
    );
    return { events: counted.length, stopped };
  }

  private store(
    batch: TailBatch,
    stops: ReadonlyMap<string, Stop>,
    isDoubtful: boolean,
    write: (client: Transaction) => Promise<Map<string, Stop>>,
  ): Promise<Map<string, Stop>> {
    return inTransaction(this.database, async (client) => {
      if (this.version !== undefined) await enterGate(client, this.version, batch.checkpoint);
      await moveCheckpoint(client, batch.checkpoint, this.expected.get(batch.partition));
      await requireHeads(client, batch.accepted);
      if (stops.size > 0 || isDoubtful) await requireFit(client);
      // What cannot be understood stands behind what the tables cannot hold, since nothing behind it was taken.
      const allStops = new Map([...stops, ...(await write(client))]);
      await writeHeads(client, batch, allStops);
      return allStops;
    });
  }
}

function* placesWithLines(left: EventRows['lines']): Generator<[place: string, line: Line]> {
  for (const [place, { line }] of left) yield [place, line];
}

/** The slow way, for a batch with an event that the tables cannot hold: it stops its stream, and all others are written. */
async function writeOneByOne(
  client: Transaction,
  events: readonly Understood[],
  historyFrom: number | undefined,
): Promise<Map<string, Stop>> {
  const stops = new Map<string, Stop>();
  for (const event of events) {
    const { record } = event;
    if (stops.has(record.stream)) continue;
    await client.query('savepoint one_event');
    try {
      await writeEvents(client, [event], { historyFrom });
      await client.query('release savepoint one_event');
    } catch (error) {
      if (!isRefusedContent(error)) throw error;
      await client.query('rollback to savepoint one_event');
      stops.set(record.stream, { record, reason: stopReason(record, error) });
    }
  }
  return stops;
}
