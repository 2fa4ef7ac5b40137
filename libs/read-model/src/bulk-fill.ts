import type { Checkpoint, TailBatch } from '#log';
import { type Database, NotStorable, type Transaction } from '#postgres';

import { CopyingTable } from './copying-table';
import type { EventRows } from './event-rows';
import { rowsOfNext, searchNamesOf, take, unitYearsOf } from './fold-stream';
import { headRowsOf } from './head-rows';
import { lineRowOf } from './line-row';
import type { Projected } from './projection';
import { requireFitRows } from './probe';
import { SpillingStates } from './spilling-states';
import type { StreamState } from './stream-state';
import { BUDGET_LINE, EVENT, POSTING, SAYING, SEARCH_NAME, STREAM_HEAD, TRANSIT_LEG, UNIT_YEAR } from './tables';
import { type Stop, stopReason, understandAll, type Understood } from './understand';

/** Pieces that may wait for the database. */
const MOST_PIECES = 3;

export interface BulkFillSettings {
  /** Of what is folded, so much stays in memory; the rest stands in a file meanwhile. */
  mostBytes: number;
  /** The first year whose history the tables hold; all where it is absent. */
  historyFrom?: number | undefined;
  signal?: AbortSignal;
}

/**
 * Fills the empty tables of a version, which have no indexes yet, with whole partitions from their beginning: rows that are only ever added
 * are copied as they come, and what is replaced by later events is folded here and copied at the end. What comes of it is what Projection
 * makes of the same batches. Nothing counts before the checkpoints are written, which is for whoever has had all partitions filled.
 * TablesUnfit says that even ordinary events have no rows. Any error that a `fill` or `finish` throws ends it: the tables hold a part, and are emptied before they are filled again.
 */
export class BulkFill {
  private readonly states: SpillingStates;
  private readonly checkpoints = new Map<number, Checkpoint>();
  private readonly event = new CopyingTable('event', EVENT);
  private readonly posting = new CopyingTable('posting', POSTING);
  private readonly saying = new CopyingTable('saying', SAYING);
  private readonly transitLeg = new CopyingTable('transit_leg', TRANSIT_LEG);
  private readonly appended = [this.event, this.posting, this.saying, this.transitLeg];
  private readonly pieces: Promise<void>[] = [];
  private copying: Promise<void> = Promise.resolve();

  private constructor(
    private readonly client: Transaction,
    private readonly settings: BulkFillSettings,
  ) {
    this.states = new SpillingStates(settings.mostBytes);
  }

  /** On a connection of its own, until `close`. */
  static async open(database: Database, settings: BulkFillSettings): Promise<BulkFill> {
    const client = await database.connect();
    // A connection that breaks says so here as well as in the copy's rejection; unheard it would end the process.
    client.on('error', () => undefined);
    // What is not written when the machine fails is filled again, and the checkpoints are written by a transaction that waits for all of it.
    await client.query('set synchronous_commit = off; set statement_timeout = 0');
    return new BulkFill(client, settings);
  }

  /** Takes the next batch of a partition. Resolves when the next one may come, which may be before all of this one is copied. */
  async fill(batch: TailBatch): Promise<Projected> {
    this.settings.signal?.throwIfAborted();
    const { events, stops } = understandAll(batch.accepted);
    let count = 0;
    for (const event of events) {
      const { stream } = event.record;
      const refused = stops.get(stream);
      // What cannot be understood stands behind what the tables cannot hold, since nothing behind it was taken.
      if (refused !== undefined && refused.record.offset < event.record.offset) continue;
      const stop = this.takeEvent(event);
      if (stop === undefined) count += 1;
      else stops.set(stream, stop);
    }
    if (stops.size > 0) requireFitRows();
    this.keepHeads(batch, stops);
    this.checkpoints.set(batch.partition, batch.checkpoint);
    for (const [stream, { reason }] of stops) batch.stop(stream, reason);
    for (const table of this.appended) if (table.isFull) this.copy(table);
    await this.roomForMore();
    return { events: count, stopped: [...stops].map(([stream, { reason }]) => ({ stream, reason })) };
  }

  /** Writes where things stand now. Resolves with where the partitions stand when everything is copied. */
  async finish(): Promise<Checkpoint[]> {
    for (const table of this.appended) this.copy(table);
    const line = new CopyingTable('budget_line', BUDGET_LINE);
    const year = new CopyingTable('unit_year', UNIT_YEAR);
    const head = new CopyingTable('stream_head', STREAM_HEAD);
    const name = new CopyingTable('search_name', SEARCH_NAME);
    const current = [line, year, head, name];
    for (const state of this.states.all()) {
      for (const one of state.lines.values()) line.add(lineRowOf(state, one));
      for (const row of unitYearsOf(state)) year.add(row);
      for (const row of searchNamesOf(state)) name.add(row);
      if (state.head !== undefined) head.add(state.head);
      if (!current.some(({ isFull }) => isFull)) continue;
      for (const table of current) if (table.isFull) this.copy(table);
      await this.roomForMore();
      this.settings.signal?.throwIfAborted();
    }
    for (const table of current) this.copy(table);
    await this.copying;
    return [...this.checkpoints.values()];
  }

  /** How often a stream's state was written to a file, for who looks where time goes. */
  get spills(): number {
    return this.states.spills;
  }

  /** The connection has settings of its own, so it is closed. */
  async close(): Promise<void> {
    await this.copying.catch(() => undefined);
    this.states.close();
    this.client.release(true);
  }

  private takeEvent(event: Understood): Stop | undefined {
    const state = this.states.of(event.record.stream);
    const marks = this.appended.map((table) => table.mark);
    try {
      const rows = rowsOfNext(state, event, this.settings.historyFrom);
      this.addAll(rows);
      take(state, event, rows);
      this.states.resized(state);
      return undefined;
    } catch (error) {
      if (!(error instanceof NotStorable)) throw error;
      this.appended.forEach((table, index) => {
        const mark = marks[index];
        if (mark !== undefined) table.backTo(mark);
      });
      return { record: event.record, reason: stopReason(event.record, error) };
    }
  }

  private addAll({ events, postings, sayings, transitLegs }: EventRows): void {
    for (const row of events) this.event.add(row);
    for (const row of postings) this.posting.add(row);
    for (const row of sayings) this.saying.add(row);
    for (const row of transitLegs) this.transitLeg.add(row);
  }

  private keepHeads(batch: TailBatch, stops: ReadonlyMap<string, Stop>): void {
    for (const row of headRowsOf(batch, stops)) {
      const state: StreamState = this.states.of(String(row.stream));
      state.head = row.time === '' ? { ...row, time: state.head?.time ?? '' } : row;
    }
  }

  /** One copy after the other, each behind what was added before. */
  private copy(table: { piece(): ((client: Transaction) => Promise<void>) | undefined }): void {
    const piece = table.piece();
    if (piece === undefined) return;
    this.copying = this.copying.then(() => piece(this.client));
    // Whoever waits for it next hears of its failure.
    this.copying.catch(() => undefined);
    this.pieces.push(this.copying);
  }

  private async roomForMore(): Promise<void> {
    while (this.pieces.length > MOST_PIECES) await this.pieces.shift();
  }
}
