import { type Line, lineKeyOf } from '#domain';
import {
  type AcceptedRecord,
  type Checkpoint,
  sentenceOf,
  StalePlace,
  type StreamHead,
  type TailBatch,
  type TailPlace,
} from '#log';

import { type Database, inTransaction, rowsOf, sqlStateOf, type Transaction } from './database';
import { type EventRows, eventRowsOf, placeOf, placeOfRow } from './event-rows';
import { insertRows, NotStorable, replaceOn } from './insert-rows';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import { readPlaces } from './places';
import * as tables from './tables';
import { type Stop, stopReason, understandAll, type Understood } from './understand';

const MOST_STREAM_NAME = 200;

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
  private started = false;

  /** One projection feeds one tail, of a log with so many partitions. */
  constructor(
    private readonly database: Database,
    private readonly partitions: number,
  ) {}

  /**
   * The stored places, from which the tail goes on: at its start in all partitions, later in those that were found moved and in
   * `taken` ones, which somebody else has moved. Every partition has a place, also one without a record: answers about many
   * departments name all of them, so that they stay true when a department comes whose records stand in another.
   */
  async places(taken: readonly number[] = []): Promise<Map<number, TailPlace>> {
    for (const partition of taken) this.stale.add(partition);
    await this.database.query(
      `insert into checkpoint (partition, next_offset, last_hash)
       select partition, 0, '' from generate_series(0, $1::integer - 1) as partition
           on conflict do nothing`,
      [this.partitions],
    );
    const places = await readPlaces(this.database);
    for (const partition of this.started ? [...this.stale] : places.keys()) {
      const place = places.get(partition);
      if (place === undefined) this.expected.delete(partition);
      else this.expected.set(partition, place.checkpoint.nextOffset);
    }
    this.started = true;
    this.stale.clear();
    return places;
  }

  /** Throws StalePlace when somebody else has moved the place; any other rejection may be tried again with the same batch. */
  async project(batch: TailBatch): Promise<Projected> {
    const { events, stops } = understandAll(batch.accepted);
    let stored: Map<string, Stop>;
    try {
      stored = await this.store(batch, events, stops, writeTogether);
    } catch (error) {
      if (error instanceof StalePlace) this.stale.add(batch.partition);
      if (!isRefusedContent(error)) throw error;
      stored = await this.store(batch, events, stops, writeOneByOne);
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
    events: readonly Understood[],
    stops: ReadonlyMap<string, Stop>,
    write: (client: Transaction, events: readonly Understood[]) => Promise<Map<string, Stop>>,
  ): Promise<Map<string, Stop>> {
    return inTransaction(this.database, async (client) => {
      await moveCheckpoint(client, batch.checkpoint, this.expected.get(batch.partition));
      await requireHeads(client, batch.accepted);
      // What cannot be understood stands behind what the tables cannot hold, since nothing behind it was taken.
      const allStops = new Map([...stops, ...(await write(client, events))]);
      await writeHeads(client, batch, allStops);
      return allStops;
    });
  }
}

/** The row is locked by this until the transaction ends, so projectors of a partition wait for each other here and nowhere else. */
async function moveCheckpoint(client: Transaction, to: Checkpoint, expected: number | undefined): Promise<void> {
  const { partition, nextOffset, lastHash } = to;
  const moved =
    expected === undefined
      ? await client.query(
          'insert into checkpoint (partition, next_offset, last_hash) values ($1, $2, $3) on conflict do nothing',
          [partition, nextOffset, lastHash],
        )
      : await client.query(
          'update checkpoint set next_offset = $2, last_hash = $3 where partition = $1 and next_offset = $4 and next_offset < $2',
          [partition, nextOffset, lastHash, expected],
        );
  if (moved.rowCount !== 1) {
    throw new StalePlace(
      `partition ${partition} is not at offset ${expected ?? 0} any more; another projector has moved it`,
    );
  }
}

/**
 * The rows may only go on where they end: each stream's first event here must extend its stored head. It is the log's own rule once
 * more, and it holds whatever this reader believes about its place.
 */
async function requireHeads(client: Transaction, accepted: readonly AcceptedRecord[]): Promise<void> {
  const firsts = new Map<string, AcceptedRecord>();
  for (const record of accepted) {
    if (!firsts.has(record.stream) && isKept(record.stream)) firsts.set(record.stream, record);
  }
  const stored = await rowsOf<{ stream: string; revision: number; hash: string; stopped: string | null }>(
    client,
    'select stream, revision, hash, stopped from stream_head where stream = any($1)',
    [[...firsts.keys()]],
  );
  const heads = new Map(stored.map((head) => [head.stream, head]));
  for (const [stream, { envelope }] of firsts) {
    const head = heads.get(stream);
    const follows = head === undefined || (head.stopped === null && head.hash === envelope.prevhash);
    if (!follows || envelope.revision !== (head?.revision ?? 0) + 1) {
      throw new StalePlace(
        `revision ${envelope.revision} of ${stream} does not follow revision ${head?.revision ?? 0} in the tables`,
      );
    }
  }
}

async function writeTogether(client: Transaction, events: readonly Understood[]): Promise<Map<string, Stop>> {
  await writeEvents(client, events);
  return new Map();
}

/** The slow way, for a batch with an event that the tables cannot hold: it stops its stream, and all others are written. */
async function writeOneByOne(client: Transaction, events: readonly Understood[]): Promise<Map<string, Stop>> {
  const stops = new Map<string, Stop>();
  for (const event of events) {
    const { record } = event;
    if (stops.has(record.stream)) continue;
    await client.query('savepoint one_event');
    try {
      await writeEvents(client, [event]);
      await client.query('release savepoint one_event');
    } catch (error) {
      if (!isRefusedContent(error)) throw error;
      await client.query('rollback to savepoint one_event');
      stops.set(record.stream, { record, reason: stopReason(record, error) });
    }
  }
  return stops;
}

/**
 * Whether the events themselves are the cause, so that trying again would fail for ever: data exceptions, broken constraints, exceeded
 * limits, and whatever this program's own functions throw at them. A lost connection is another matter, as is a table that is not there.
 */
function isRefusedContent(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return /^(21|22|23|54)/.test(state);
  return (
    error instanceof NotStorable ||
    error instanceof RangeError ||
    error instanceof TypeError ||
    error instanceof SyntaxError
  );
}

/**
 * A stream that is no department's is never projected, and its name may be anything: one that no table can hold is met as a new stream when
 * reading starts again, and stops again. Those that can be held are kept, to be seen.
 */
function isKept(stream: string): boolean {
  return stream.length <= MOST_STREAM_NAME && stream.isWellFormed() && !stream.includes('\0');
}

async function writeEvents(client: Transaction, events: readonly Understood[]): Promise<void> {
  const rows = rowsFrom(events, await linesBefore(client, events));
  const unitKey = ['division', 'department', 'unit'];
  const unitYearKey = [...unitKey, 'fiscal_year'];
  await insertRows(client, 'event', tables.EVENT, rows.events);
  await insertRows(client, 'event_line', tables.EVENT_LINE, rows.eventLines);
  await insertRows(client, 'unit', tables.UNIT, rows.units, replaceOn(tables.UNIT, unitKey));
  await insertRows(
    client,
    'unit_year',
    tables.UNIT_YEAR,
    rows.unitYears,
    replaceOn(tables.UNIT_YEAR, unitYearKey, ['first_revision']),
  );
  await touchYearsOf(client, rows.registered);
  await insertRows(
    client,
    'budget_line',
    tables.BUDGET_LINE,
    rows.lines,
    replaceOn(tables.BUDGET_LINE, [...unitYearKey, 'line_key']),
  );
  await insertRows(
    client,
    'performance_target',
    tables.PERFORMANCE_TARGET,
    rows.targets,
    replaceOn(tables.PERFORMANCE_TARGET, [...unitYearKey, 'project'], ['first_revision']),
  );
  await insertRows(client, 'transit_leg', tables.TRANSIT_LEG, rows.transitLegs);
  await insertRows(client, 'saying', tables.SAYING, rows.sayings);
}

/** Whatever the making of rows throws, the events themselves are the cause. */
function rowsFrom(events: readonly Understood[], before: Map<string, Line>): EventRows {
  try {
    return eventRowsOf(events, before);
  } catch (error) {
    throw new NotStorable(sentenceOf(error));
  }
}

/** A unit's new name stands in the tables of all its years, and the department's in the pool's. A year that a later event of the same run touches stays as it is. */
async function touchYearsOf(client: Transaction, registered: EventRows['registered']): Promise<void> {
  if (registered.length === 0) return;
  const { fiscal_year: _, first_revision: __, ...columns } = tables.UNIT_YEAR;
  const names = Object.keys(columns) as (keyof typeof columns)[];
  await client.query(
    `update unit_year set revision = unit.revision, partition = unit.partition, log_offset = unit.log_offset
       from unnest(${names.map((name, index) => `$${index + 1}::${columns[name]}[]`).join(', ')}) as unit (${names.join(', ')})
      where (unit_year.division, unit_year.department, unit_year.unit) = (unit.division, unit.department, unit.unit)
        and unit_year.revision < unit.revision`,
    names.map((name) => registered.map((row) => row[name])),
  );
}

/** The touched lines as they stand, in one statement. */
async function linesBefore(client: Transaction, events: readonly Understood[]): Promise<Map<string, Line>> {
  const touched = new Map<string, [division: string, department: string, unit: string, year: number, key: string]>();
  for (const event of events) {
    for (const effect of event.effects) {
      const { line, fiscalYear } = effect;
      touched.set(placeOf(event, effect), [event.division, event.department, line.unit, fiscalYear, lineKeyOf(line)]);
    }
  }
  if (touched.size === 0) return new Map();
  const keys = [...touched.values()];
  const rows = await rowsOf<LineRow & { division: string; department: string }>(
    client,
    `select division, department, ${LINE_ROW_COLUMNS}
       from budget_line
       join unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[])
         as touched (division, department, unit, fiscal_year, line_key)
      using (division, department, unit, fiscal_year, line_key)`,
    ([0, 1, 2, 3, 4] as const).map((column) => keys.map((key) => key[column])),
  );
  return new Map(rows.map((row) => [placeOfRow(row), lineOf(row)]));
}

/** A stopped stream's head is that of its last event in the tables; what the log holds beyond it does not count here. */
async function writeHeads(client: Transaction, batch: TailBatch, stops: ReadonlyMap<string, Stop>): Promise<void> {
  const times = new Map<string, string>();
  for (const { stream, offset, envelope } of batch.accepted) {
    if (offset < (stops.get(stream)?.record.offset ?? 0)) times.set(stream, envelope.time);
  }
  const kept = batch.heads.filter(({ stream }) => isKept(stream));
  const heads = kept.map((head): StreamHead => {
    const stop = stops.get(head.stream);
    if (stop === undefined) return head;
    const { revision, prevhash } = stop.record.envelope;
    return {
      ...head,
      revision: revision - 1,
      hash: prevhash,
      time: times.get(head.stream) ?? '',
      stopped: stop.reason,
      stoppedAt: stop.record.offset,
    };
  });
  await insertRows(
    client,
    'stream_head',
    tables.STREAM_HEAD,
    heads.map(({ stream, revision, hash, time, voidTips, stopped, stoppedAt }) => ({
      stream,
      partition: batch.partition,
      revision,
      hash,
      time,
      void_tips: JSON.stringify(voidTips),
      stopped: stopped ?? null,
      stopped_offset: stoppedAt ?? null,
    })),
    // A stream that stops at its first record of this batch keeps the time that is stored.
    `${replaceOn(tables.STREAM_HEAD, ['stream'], ['time'])}, time = coalesce(nullif(excluded.time, ''), stream_head.time)`,
  );
}
