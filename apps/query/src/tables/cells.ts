import { type Chart, eventIdOf, type Fen, lineKeyOf, sumFen, yuanOf } from '#domain';
import { Problem } from '#platform';
import type { BudgetPlace, LineAmount } from '#read-model';
import {
  cellAmount,
  csvOf,
  postedInputOf,
  profileOf,
  type ReportInput,
  reportInputOf,
  tableCell,
  type TableCell,
  type TableNumber,
} from '#report';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { askedLabel, comparedLabel } from '../http/asked-version';
import { CHART } from '../configuration';
import { ReadDifference, ReadEventNames } from '../comparisons/difference-queries';
import { pageOf } from '../http/page';
import { knownBudgetOf } from './known-budget';
import { cellQuery, valid, versionOf } from '../http/request';
import type { cellAnswer } from '../http/schemas';
import { headed } from '../http/send';
import { type SourceEvent, sourceOf } from './source';
import { sourcesAsCsv } from './sources-csv';
import { madeOf, nameOf, stoodOn } from '../http/standing';
import { assertAddsUp, readState, readStateIfKnown } from '../comparisons/two-states';

type CellPlace = BudgetPlace & { year: number; table: TableNumber; row: string; column: string };

/** Answers which events make an amount of a table, or the difference between two versions of it. */
@Injectable()
export class Cells {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async cell(
    { year, table, row, column, ...place }: CellPlace,
    query: unknown,
    reply: FastifyReply,
  ): Promise<z.infer<typeof cellAnswer> | string> {
    const { format, measure, limit, cursor, from, effectiveFrom, ...version } = valid(cellQuery, query);
    const made = { chart: this.chart, measure, profile: profileOf(place) };
    const to = await readState(this.queries, place, year, versionOf(version, cursor));
    const earlier = versionOf({ asOf: from, effectiveOn: effectiveFrom });
    const isDifference = from !== undefined || effectiveFrom !== undefined;
    const since = isDifference
      ? await readStateIfKnown(this.queries, place, year, from === undefined ? { ...to.version, ...earlier } : earlier)
      : undefined;
    const later = reportInputOf(knownBudgetOf(place, to.reading), year, made);
    const before = since === undefined ? undefined : postedInputOf(knownBudgetOf(place, since.reading), year, made);
    const at = { row, column };
    const cell = tableCell(table, later, at);
    const cellBefore = before === undefined ? undefined : tableCell(table, before, at);
    const named = cell ?? cellBefore ?? noSuchCell(table, at);

    const keys = lineKeysOf(named, [later, before]);
    const sides = { to, ...(since === undefined ? {} : { from: since }) };
    const difference = await this.queries.execute(new ReadDifference({ place, measure, ...sides }, keys));
    const amounts = difference?.amounts ?? [];
    const [toFen, fromFen] = [cellAmount(named, later), cellAmount(named, before)];
    assertAddsUp(`cell ${table}/${row}/${column}`, toFen - fromFen, sumFen(amounts.map(({ amountFen }) => amountFen)));

    const { standing } = to.reading;
    const all = eventsOf(amounts);
    const { items, next } = pageOf(all, ({ id }) => id, { cursor, limit, position: standing.position });
    const names = await this.queries.execute(new ReadEventNames(items));
    const events = items.map((event) => sourceOf(event, names));
    const prior = since?.reading.standing;
    const asked = { ...version, measure };
    const label = isDifference
      ? comparedLabel({ asOf: from ?? version.asOf, effectiveOn: effectiveFrom, measure }, asked)
      : askedLabel(asked);
    headed(reply, format, standing, {
      file: `${nameOf(place)}-${year}-table-${table}-${row}-${column}`,
      label,
      next: next.next,
      prior,
    });
    if (format === 'csv') return csvOf(sourcesAsCsv(events), label);
    return {
      ...place,
      year,
      table: String(table),
      row: named.row,
      column: named.column,
      measure,
      printed: cell?.printed ?? '',
      currencyUnit: '万元',
      amountYuan: yuanOf(toFen),
      ...(isDifference ? { since: sinceOf(cellBefore, fromFen, since, earlier) } : {}),
      eventsYuan: yuanOf(toFen - fromFen),
      eventCount: all.length,
      events,
      ...next,
      ...madeOf(standing, versionOf(version), made),
    };
  }
}

function sinceOf(
  cell: TableCell | undefined,
  fen: Fen,
  since: Awaited<ReturnType<typeof readStateIfKnown>>,
  version: Parameters<typeof stoodOn>[1],
) {
  const stood = since === undefined ? { position: null } : stoodOn(since.reading.standing, version);
  return { printed: cell?.printed ?? '', amountYuan: yuanOf(fen), ...stood };
}

function lineKeysOf({ takes }: TableCell, inputs: readonly (ReportInput | undefined)[]): string[] {
  const lines = inputs.flatMap((input) => input?.units.flatMap((unit) => unit.lines) ?? []);
  return [...new Set(lines.filter(takes).map(lineKeyOf))];
}

/** The postings by event, in the order of streams and revisions. */
function eventsOf(amounts: readonly LineAmount[]): SourceEvent[] {
  const events = new Map<string, SourceEvent>();
  for (const amount of amounts) {
    const { stream, revision } = amount;
    const id = eventIdOf({ stream, revision });
    const event = events.get(id) ?? { id, stream, revision, amounts: [] };
    event.amounts.push(amount);
    events.set(id, event);
  }
  return [...events.values()];
}

function noSuchCell(table: number, { row, column }: { row: string; column: string }): never {
  throw new Problem('not-found', {
    zh: `表${table}没有单元格 ${row}/${column}；地址见该表的 addresses。`,
    en: `Table ${table} has no cell ${row}/${column}: its addresses are those that the table's answer gives.`,
  });
}
