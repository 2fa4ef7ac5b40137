import { type Chart, eventIdOf, type Fen, sumFen, yuanOf } from '#domain';
import { Turns } from '#log';
import type { BudgetPlace, EventName, LineAmount } from '#read-model';
import {
  type CellChange,
  csvOf,
  type CsvTable,
  postedInputOf,
  profileOf,
  type ReportInput,
  reportInputOf,
  statutoryTable,
  tableChanges,
  type TableChanges,
  type TableNumber,
} from '#report';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { comparedLabel } from '../http/asked-version';
import { CHART } from '../configuration';
import { ReadDifference, ReadEventNames } from '../comparisons/difference-queries';
import { knownBudgetOf } from './known-budget';
import { isPublished, requirePublished } from './published-table';
import { diffQuery, valid, versionOf } from '../http/request';
import type { diffAnswer } from '../http/schemas';
import { headed } from '../http/send';
import { madeOf, nameOf, stoodOn } from '../http/standing';
import { assertAddsUp, bareLine, readState, readStateIfKnown } from '../comparisons/two-states';

/** So many events are named behind each change; all of them are to be had from the cell itself, page by page. */
const MOST_NAMED = 20;

/** Answers what changed between two versions of a table, and by which events. */
@Injectable()
export class Diffs {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async diff(
    { year, table, ...place }: BudgetPlace & { year: number; table: TableNumber },
    query: unknown,
    reply: FastifyReply,
  ): Promise<z.infer<typeof diffAnswer> | string> {
    const { format, measure, from: fromAsOf, to: toAsOf, effectiveFrom, effectiveTo } = valid(diffQuery, query);
    const made = { chart: this.chart, measure, profile: profileOf(place) };
    const toVersion = versionOf({ asOf: toAsOf, effectiveOn: effectiveTo });
    const to = await readState(this.queries, place, year, toVersion);
    const fromVersion = versionOf({ asOf: fromAsOf ?? to.version.asOf, effectiveOn: effectiveFrom });
    const from = await readStateIfKnown(this.queries, place, year, fromVersion);
    const later = reportInputOf(knownBudgetOf(place, to.reading), year, made);
    requirePublished(table, later);
    const posted = from === undefined ? undefined : postedInputOf(knownBudgetOf(place, from.reading), year, made);
    // A unit that was not all of its department then published fewer tables.
    const earlier = posted !== undefined && isPublished(table, posted) ? posted : undefined;
    const turns = new Turns();
    const found = await inSteps(tableChanges(table, earlier, later), turns);
    const { changes } = found;

    const sides = { to, ...(from === undefined ? {} : { from }) };
    const difference = await this.queries.execute(new ReadDifference({ place, measure, ...sides }));
    const explained = await explainedBy(found, difference?.amounts ?? [], turns);
    const named = explained.flatMap(({ events }) => events.map(({ stream, revision }) => ({ stream, revision })));
    const names = await this.queries.execute(new ReadEventNames(named));

    const { standing } = to.reading;
    const file = `${nameOf(place)}-${year}-table-${table}-diff`;
    const label = comparedLabel(
      { asOf: fromAsOf ?? toAsOf, effectiveOn: effectiveFrom, measure },
      { asOf: toAsOf, effectiveOn: effectiveTo, measure },
    );
    headed(reply, format, standing, { file, label, prior: from?.reading.standing });
    if (format === 'csv') return csvOf(changesAsCsv(changes, explained), label);
    return {
      ...place,
      year,
      table: String(table),
      measure,
      currencyUnit: '万元',
      from:
        from === undefined
          ? { position: null, table: null }
          : { ...stoodOn(from.reading.standing, fromVersion), table: tableOf(table, earlier) },
      to: { ...stoodOn(standing, toVersion), table: tableOf(table, later) },
      changes: changes.map((change, index) => ({
        row: change.row,
        column: change.column,
        from: change.from,
        to: change.to,
        change: change.change,
        fromYuan: yuanOf(change.fromFen),
        toYuan: yuanOf(change.toFen),
        changeYuan: yuanOf(change.toFen - change.fromFen),
        ...namedEvents(explained[index], names),
      })),
      ...madeOf(standing, {}, made),
    };
  }
}

/** The figures as they are printed, with the addresses of the cells. */
function tableOf(number: TableNumber, input: ReportInput | undefined) {
  if (input === undefined) return null;
  const { title, unit, columns, rows, addresses } = statutoryTable(number, input);
  return { title, unit, columns, rows, addresses };
}

interface ChangeEvent {
  stream: string;
  revision: number;
  amountFen: Fen;
}
interface Explained {
  /** The largest. */
  events: ChangeEvent[];
  others: { count: number; amountFen: Fen };
}

/** Long work of a division's many lines, with turns for others between its steps. */
async function inSteps<T>(steps: Generator<undefined, T>, turns: Turns): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turns.next();
  }
}

/** So many amounts are looked at in one step. */
const AMOUNTS_IN_STEP = 500;

/** What explains each of the changes, in their order. Each amount is looked at once, and not once for each change. */
async function explainedBy(
  { changes, changesOf }: TableChanges,
  amounts: readonly LineAmount[],
  turns: Turns,
): Promise<Explained[]> {
  const sums = new Map(changes.map((change) => [change, new Map<string, ChangeEvent>()]));
  const changesOfLine = new Map<string, readonly CellChange[]>();
  for (const [index, amount] of amounts.entries()) {
    if (index % AMOUNTS_IN_STEP === AMOUNTS_IN_STEP - 1) await turns.next();
    const { stream, revision, amountFen, lineKey, fiscalYear } = amount;
    const line = `${fiscalYear}|${lineKey}`;
    const touched = changesOfLine.get(line) ?? changesOf(bareLine(amount));
    changesOfLine.set(line, touched);
    const id = eventIdOf({ stream, revision });
    for (const change of touched) {
      const events = sums.get(change);
      events?.set(id, { stream, revision, amountFen: amountFen + (events.get(id)?.amountFen ?? 0n) });
    }
  }
  const explained: Explained[] = [];
  for (const [change, events] of sums) {
    explained.push(largestOf(change, [...events.values()]));
    await turns.next();
  }
  return explained;
}

function largestOf({ fromFen, toFen, row, column }: CellChange, all: ChangeEvent[]): Explained {
  assertAddsUp(`change of ${row.key}/${column.key}`, toFen - fromFen, sumFen(all.map(({ amountFen }) => amountFen)));
  const largest = all.sort((a, b) => compareSizes(b.amountFen, a.amountFen));
  const rest = largest.slice(MOST_NAMED);
  return {
    events: largest.slice(0, MOST_NAMED),
    others: { count: rest.length, amountFen: sumFen(rest.map(({ amountFen }) => amountFen)) },
  };
}

function compareSizes(a: Fen, b: Fen): number {
  const [sizeA, sizeB] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return sizeA === sizeB ? 0 : sizeA < sizeB ? -1 : 1;
}

function namedEvents(explained: Explained | undefined, names: ReadonlyMap<string, EventName>) {
  const { events, others } = explained ?? { events: [], others: { count: 0, amountFen: 0n } };
  return {
    events: events.map(({ stream, revision, amountFen }) => {
      const name = names.get(eventIdOf({ stream, revision }));
      if (name === undefined)
        throw new Error(`postings of ${eventIdOf({ stream, revision })} stand in the tables without their event`);
      return { ...name, amountYuan: yuanOf(amountFen) };
    }),
    otherEvents: { count: others.count, amountYuan: yuanOf(others.amountFen) },
  };
}

function changesAsCsv(changes: readonly CellChange[], explained: readonly Explained[]): CsvTable {
  const rows = changes.map(({ row, column, fromFen, toFen }, index) => [
    row.key,
    row.name,
    column.key,
    column.name,
    yuanOf(fromFen),
    yuanOf(toFen),
    yuanOf(toFen - fromFen),
    explained[index]?.events.map(({ stream, revision }) => eventIdOf({ stream, revision })).join(' '),
  ]);
  return { columns: ['row', 'rowName', 'column', 'columnName', 'fromYuan', 'toYuan', 'changeYuan', 'events'], rows };
}
