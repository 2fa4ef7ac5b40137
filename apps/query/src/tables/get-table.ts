import type { Chart } from '#domain';
import type { Database } from '#read-model';
import { statutoryTable, csvOf, tableAsHtml, type TableNumber, versionLabel } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, DATABASE } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { pageVersionOf } from '../http/asked-version';
import { type tableQuery, versionOf } from '../http/request';
import type { tableAnswer } from '../http/schemas';
import { nameOf } from '../http/standing';
import type { YearPlace } from '../reading/known-year';
import { readReportYears } from '../reading/report-years';
import { isPublished, unpublished } from './published-table';

type TableAnswer = Answer<z.infer<typeof tableAnswer>>;

/** A statutory table of a place's year. */
export class GetTable extends Query<TableAnswer | Unknown> {
  constructor(
    readonly at: YearPlace & { table: TableNumber },
    readonly asked: z.infer<typeof tableQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetTable)
export class GetTableHandler implements IQueryHandler<GetTable> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ at: { table: number, ...at }, asked }: GetTable): Promise<TableAnswer | Unknown> {
    const made = { chart: this.chart, measure: asked.measure };
    const reading = await readReportYears(this.database, at, versionOf(asked), made);
    if (reading instanceof Unknown) return reading;
    const { standing, stood, current } = reading;
    if (!isPublished(number, current)) return unpublished(number, current);
    const table = statutoryTable(number, current);
    const version = pageVersionOf(standing, asked);
    const label = versionLabel(version.asked);
    const { header: _header, ...shown } = table;
    return {
      standing,
      file: `${nameOf(at)}-${at.year}-table-${number}`,
      label,
      json: () => ({ ...shown, ...stood }),
      csv: () => csvOf(table, label),
      html: () => tableAsHtml(table, version),
    };
  }
}
