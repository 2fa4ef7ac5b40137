import { Turns } from '#basics';
import { type Chart, yuanOf } from '#domain';
import { type ReadModels, readEventNames, readLargestEvents } from '#read-model';
import {
  csvPieces,
  profileOf,
  REPORT_MEASURES,
  type ReportInput,
  changesOfLine,
  reportOf,
  statutoryTable,
  tableChanges,
  type TableNumber,
} from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, READ_MODELS } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { comparedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { pageOf } from '../http/page';
import { madeOf, stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import type { YearPlace } from '../reading/known-year';
import { readPinned, readPinnedIfKnown } from '../reading/pinned-state';
import { isPublished, unpublished } from '../tables/published-table';
import type { diffAnswer } from './diff-answer';
import { diffAsCsv } from './diff-csv';
import type { diffQuery } from './diff-request';
import { explainedBy, inSteps, MOST_NAMED, namedEvents, placesOf } from './explained-changes';

type DiffAnswer = Answer<z.infer<typeof diffAnswer>>;

/** What changed between two versions of a table, and by which events, some changes at a time. All pages are of the states of the first one. */
export class GetDiff extends Query<DiffAnswer | Unknown> {
  constructor(
    readonly at: YearPlace & { table: TableNumber },
    readonly asked: z.infer<typeof diffQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetDiff)
export class GetDiffHandler implements IQueryHandler<GetDiff> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ at: { table, ...at }, asked }: GetDiff): Promise<DiffAnswer | Unknown> {
    const { database } = await this.readModels.serving(asked.cursor?.readModel);
    const { year, ...place } = at;
    const { measure, from: fromAsOf, to: toAsOf, effectiveFrom, effectiveTo, cursor, limit } = asked;
    const made = { chart: this.chart, measure, profile: profileOf(place) };
    const toVersion = versionOf({ asOf: toAsOf, effectiveOn: effectiveTo }, cursor);
    const to = await readPinned(database, at, toVersion, REPORT_MEASURES);
    if (to instanceof Unknown) return to;
    const fromVersion = versionOf({ asOf: fromAsOf ?? to.version.asOf, effectiveOn: effectiveFrom });
    const from = await readPinnedIfKnown(database, at, fromVersion, REPORT_MEASURES);
    const { current: later, prior: posted } = reportOf(to, made, from);
    if (!isPublished(table, later)) return unpublished(table, later);
    // A unit that was not all of its department then published fewer tables.
    const earlier = posted !== undefined && isPublished(table, posted) ? posted : undefined;
    const turns = new Turns();
    const sides = { to, ...(from === undefined ? {} : { from }) };
    const all = await inSteps(tableChanges(table, earlier, later), turns);
    const { standing } = to.reading;
    const page = { cursor, limit, standing };
    const { items: changes, next } = pageOf(all, ({ row, column }) => `${row.key}/${column.key}`, page);
    const sumsOf = placesOf(changes, changesOfLine(table, later, changes));
    const wanted = { count: changes.length, most: MOST_NAMED, sumsOf };
    const explained = explainedBy(changes, await readLargestEvents(database, { place, measure, ...sides }, wanted));
    const named = explained.flatMap(({ events }) => events.map(({ stream, revision }) => ({ stream, revision })));
    const names = await readEventNames(database, named);

    const label = comparedLabel(
      { asOf: fromAsOf ?? toAsOf, effectiveOn: effectiveFrom, measure },
      { asOf: toAsOf, effectiveOn: effectiveTo, measure },
    );
    return {
      standing,
      prior: from?.reading.standing,
      ...next,
      file: `${nameOf(place)}-${year}-table-${table}-diff`,
      label,
      csv: () => csvPieces(diffAsCsv(changes, explained), label),
      json: () => ({
        ...at,
        table: String(table),
        measure,
        currencyUnit: '万元',
        from:
          from === undefined
            ? { position: null, table: null }
            : { ...stoodOn(from.reading.standing, fromVersion), table: tableOf(table, earlier) },
        to: { ...stoodOn(standing, toVersion), table: tableOf(table, later) },
        changes: changes.map(({ row, column, from, to, change, fromFen, toFen }, index) => ({
          row,
          column,
          from,
          to,
          change,
          fromYuan: yuanOf(fromFen),
          toYuan: yuanOf(toFen),
          changeYuan: yuanOf(toFen - fromFen),
          ...namedEvents(explained[index], names),
        })),
        ...next,
        ...madeOf(standing, {}, made),
      }),
    };
  }
}

/** The figures as they are printed, with the addresses of the cells. */
function tableOf(number: TableNumber, input: ReportInput | undefined) {
  if (input === undefined) return null;
  const { title, unit, columns, rows, addresses } = statutoryTable(number, input);
  return { title, unit, columns, rows, addresses };
}
