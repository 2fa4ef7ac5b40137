import type { TailBatch } from '#log';
import { Turns } from '#basics';
import { type Database, rowsOf, type Transaction } from '#postgres';

import { CopyingTable } from '../copying-table';
import { rowsOfNext, take } from '../fold-stream';
import { SpillingStates } from '../spilling-states';
import { POSTING, RECALLED_EVENT } from '../tables';
import { understandAll } from '../understand';
import { historyFromOf, type ReadModelVersion, schemaOf } from '../versions/version';
import { historyBegins } from './left-out';
import { makeRoom, recalledRoom, removeRows } from './recalled-tables';
import { markRecalled } from './recall-register';
import { RecallTooLarge } from './recall-too-large';

export interface RecallSettings {
  version: Pick<ReadModelVersion, 'version'>;
  streams: readonly string[];
  /** Of rows without indexes, of all that is kept. */
  mostBytes: number;
  /** Of what is folded, so much stays in memory. */
  mostMemory?: number;
}

/** A stream whose left-out events are read, up to its last record that may be one of them. */
interface Wanted {
  partition: number;
  lastOffset: number;
  /** All that the version holds of its partition. */
  nextOffset: number;
  bytes: number;
}

const MEMORY = 64 * 1024 ** 2;
/** Rows are made of so many events between two turns for others. */
const EVENTS_AT_ONCE = 16;

/**
 * Makes again the rows that a version has left out, for some streams, by the code that fills it, in one transaction: who is killed
 * leaves nothing, and nobody finds a part. The streams are folded from their beginnings, for the amounts behind each posting.
 */
export class RecallFill {
  private readonly event = new CopyingTable('recalled_event', RECALLED_EVENT);
  private readonly posting = new CopyingTable('recalled_posting', POSTING);
  private readonly states: SpillingStates;
  private readonly historyFrom: number | undefined;
  private readonly turns = new Turns();
  private bytes = 0;

  private constructor(
    private readonly client: Transaction,
    private readonly settings: RecallSettings,
    private readonly wanted: ReadonlyMap<string, Wanted>,
  ) {
    this.states = new SpillingStates(settings.mostMemory ?? MEMORY);
    this.historyFrom = historyFromOf(settings.version.version);
  }

  /** On connections that read by `recalledPath`. */
  static async open(database: Database, settings: RecallSettings): Promise<RecallFill> {
    const client = await database.connect();
    client.on('error', () => undefined);
    try {
      await client.query('begin');
      await client.query(
        'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 120000; set local synchronous_commit = off',
      );
      return new RecallFill(client, settings, await wantedIn(client, settings));
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** The partitions to be read, each from its beginning to this offset. */
  get ends(): ReadonlyMap<number, number> {
    const ends = new Map<number, number>();
    for (const { partition, lastOffset } of this.wanted.values()) {
      ends.set(partition, Math.max(ends.get(partition) ?? 0, lastOffset + 1));
    }
    return ends;
  }

  /** Takes the next batch of a partition. */
  async fill({ accepted }: Pick<TailBatch, 'accepted'>): Promise<void> {
    const own = accepted.filter(({ stream, offset }) => offset <= (this.wanted.get(stream)?.lastOffset ?? -1));
    for (let from = 0; from < own.length; from += EVENTS_AT_ONCE) {
      // What cannot be understood has stopped its stream in the version as well, and nothing behind it is asked for.
      const { events } = understandAll(own.slice(from, from + EVENTS_AT_ONCE));
      for (const event of events) {
        const state = this.states.of(event.record.stream);
        const rows = rowsOfNext(state, event, this.historyFrom);
        this.add(event.record.stream, rows.leftOut);
        take(state, event, rows);
        this.states.resized(state);
      }
      await this.turns.next();
    }
    for (const table of [this.event, this.posting]) if (table.isFull) await table.piece()?.(this.client);
    if (this.bytes > this.settings.mostBytes) throw new RecallTooLarge(this.settings.mostBytes);
  }

  /** Everything counts from now on. */
  async finish(): Promise<void> {
    const { client, settings, wanted } = this;
    const { version, streams, mostBytes } = settings;
    for (const table of [this.event, this.posting]) await table.piece()?.(client);
    const { bytes: kept } = await recalledRoom(client, version);
    await makeRoom(client, version, kept + this.bytes - mostBytes, streams);
    await client.query(
      'insert into recalled_stream (stream, next_offset, bytes) select * from unnest($1::text[], $2::bigint[], $3::bigint[])',
      [
        [...wanted.keys()],
        [...wanted.values()].map(({ nextOffset }) => nextOffset),
        [...wanted.values()].map(({ bytes }) => bytes),
      ],
    );
    await markRecalled(client, version.version, streams);
    await client.query('commit');
    await client.query('analyze recalled_event; analyze recalled_posting');
  }

  /** What was not finished is gone. */
  close(): void {
    this.states.close();
    this.client.release(true);
  }

  private add(stream: string, { events, postings }: ReturnType<typeof rowsOfNext>['leftOut']): void {
    const before = this.event.mark.at + this.posting.mark.at;
    for (const row of events) this.event.add(row);
    for (const row of postings) this.posting.add(row);
    const bytes = this.event.mark.at + this.posting.mark.at - before;
    this.bytes += bytes;
    const wanted = this.wanted.get(stream);
    if (wanted !== undefined) wanted.bytes += bytes;
  }
}

/** Where the streams stand in the version, of which what was recalled before is taken away. A stream that has stopped is read up to there. */
async function wantedIn(
  client: Transaction,
  { version: { version }, streams }: RecallSettings,
): Promise<Map<string, Wanted>> {
  await removeRows(client, version, streams);
  const begins = historyBegins(historyFromOf(version) ?? 0).toISOString();
  const schema = schemaOf(version);
  const rows = await rowsOf<{ stream: string; partition: number; last_offset: number | null; next_offset: number }>(
    client,
    `select stream, partition, next_offset,
            (select log_offset from ${schema}.event
              where event.stream = head.stream and recorded_at < $2::timestamptz
              order by recorded_at desc, revision desc limit 1) as last_offset
       from ${schema}.stream_head as head join ${schema}.checkpoint using (partition)
      where stream = any($1)`,
    [streams, begins],
  );
  return new Map(
    rows.map(({ stream, partition, last_offset, next_offset }) => [
      stream,
      { partition, lastOffset: last_offset ?? -1, nextOffset: next_offset, bytes: 0 },
    ]),
  );
}
