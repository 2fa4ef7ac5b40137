import { type Chart, yuanOf } from '#domain';
import { type ReadModels, readEventNames } from '#read-model';
import { cellAmount, csvPieces, profileOf, REPORT_MEASURES, reportOf, tableCell, type TableNumber } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, READ_MODELS } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { askedLabel, comparedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { madeOf, stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { assertAddsUp } from '../reading/adds-up';
import type { YearPlace } from '../reading/known-year';
import { readPinned, readPinnedIfKnown } from '../reading/pinned-state';
import type { cellAnswer } from './cell-answer';
import { cellAsCsv } from './cell-csv';
import { lineKeysOf } from './cell-lines';
import type { cellQuery } from './cell-request';
import { readPostings, tellParts } from './cell-events';
import { EventsPage } from './events-page';
import { sourceOf } from './source';

type CellAnswer = Answer<z.infer<typeof cellAnswer>>;
type CellAsked = z.infer<typeof cellQuery>;

/** Which events make an amount of a table, or the difference between two versions of it. */
export class GetCell extends Query<CellAnswer | Unknown> {
  constructor(
    readonly at: YearPlace & { table: TableNumber; row: string; column: string },
    readonly asked: CellAsked,
  ) {
    super();
  }
}

@QueryHandler(GetCell)
export class GetCellHandler implements IQueryHandler<GetCell> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ at: { table, row, column, ...at }, asked }: GetCell): Promise<CellAnswer | Unknown> {
    const { year, ...place } = at;
    const { measure, limit, cursor } = asked;
    const { database } = await this.readModels.serving(cursor?.readModel);
    const to = await readPinned(database, at, versionOf(asked, cursor), REPORT_MEASURES);
    if (to instanceof Unknown) return to;
    const sinceVersion = sinceVersionOf(asked);
    const since =
      sinceVersion === undefined
        ? undefined
        : await readPinnedIfKnown(
            database,
            at,
            asked.from === undefined ? { ...to.version, ...sinceVersion } : sinceVersion,
            REPORT_MEASURES,
          );
    const made = { chart: this.chart, measure, profile: profileOf(place) };
    const { current: later, prior: before } = reportOf(to, made, since);
    const cell = tableCell(table, later, { row, column });
    const cellBefore = before === undefined ? undefined : tableCell(table, before, { row, column });
    const named = cell ?? cellBefore;
    if (named === undefined) return unknownCell(table, row, column);

    const sides = { to, ...(since === undefined ? {} : { from: since }) };
    const question = { place, measure, ...sides };
    const keys = lineKeysOf(named, [later, before]);
    const page = new EventsPage(cursor, limit);
    await tellParts(database, question, keys, (event, amountFen) => page.take(event, amountFen));
    const [toFen, fromFen] = [cellAmount(named, later), cellAmount(named, before)];
    assertAddsUp(`cell ${table}/${row}/${column}`, toFen - fromFen, page.totalFen);

    const { standing } = to.reading;
    const { items, count } = page;
    const next = page.next(standing);
    const postings = await readPostings(database, question, items, keys);
    const names = await readEventNames(database, items);
    const events = items.map((part) => sourceOf(part, postings, names));
    const label = labelOf(asked);
    return {
      standing,
      prior: since?.reading.standing,
      ...next,
      file: `${nameOf(place)}-${year}-table-${table}-${row}-${column}`,
      label,
      csv: () => csvPieces(cellAsCsv(events), label),
      json: () => ({
        ...at,
        table: String(table),
        row: named.row,
        column: named.column,
        measure,
        printed: cell?.printed ?? '',
        currencyUnit: '万元',
        amountYuan: yuanOf(toFen),
        ...(sinceVersion === undefined
          ? {}
          : {
              since: {
                printed: cellBefore?.printed ?? '',
                amountYuan: yuanOf(fromFen),
                ...(since === undefined ? { position: null } : stoodOn(since.reading.standing, sinceVersion)),
              },
            }),
        eventsYuan: yuanOf(toFen - fromFen),
        eventCount: count,
        events,
        ...next,
        ...madeOf(standing, versionOf(asked), made),
      }),
    };
  }
}

/** The earlier version, where one is asked for; where it is named by its effective date alone, it is of the later one's position. */
function sinceVersionOf({ from, effectiveFrom }: CellAsked) {
  if (from === undefined && effectiveFrom === undefined) return undefined;
  return versionOf({ asOf: from, effectiveOn: effectiveFrom });
}

function labelOf({ from, effectiveFrom, measure, asOf, effectiveOn }: CellAsked): string {
  const asked = { asOf, effectiveOn, measure };
  if (from === undefined && effectiveFrom === undefined) return askedLabel(asked);
  return comparedLabel({ asOf: from ?? asOf, effectiveOn: effectiveFrom, measure }, asked);
}

function unknownCell(table: TableNumber, row: string, column: string): Unknown {
  return new Unknown({
    zh: `表${table}没有单元格 ${row}/${column}；地址见该表的 addresses。`,
    en: `Table ${table} has no cell ${row}/${column}: its addresses are those that the table's answer gives.`,
  });
}
