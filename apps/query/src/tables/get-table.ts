import type { Chart } from '#domain';
import type { ReadModels } from '#read-model';
import {
  csvPieces,
  exactAmounts,
  isOfTargets,
  profileOf,
  statutoryTable,
  tablePieces,
  type TableNumber,
  versionLabel,
} from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, READ_MODELS } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { pageVersionOf } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { versionOf } from '../http/version';
import type { YearPlace } from '../reading/known-year';
import { readReportYears, type ReportReading } from '../reading/report-years';
import { isPublished, unpublished } from './published-table';
import type { tableAnswer } from './table-answer';
import type { tableQuery } from './table-request';

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
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute(query: GetTable): Promise<TableAnswer | Unknown> {
    const { asked } = query;
    const { database } = await this.readModels.serving();
    const { table, ...at } = query.at;
    const made = { chart: this.chart, measure: asked.measure };
    const shown = { priorYear: false, sayings: isOfTargets(profileOf(at), table) };
    const reading = await readReportYears(database, at, versionOf(asked), made, shown);
    return reading instanceof Unknown ? reading : tableAnswerOf(query, reading);
  }
}

export function tableAnswerOf(
  { at, asked }: GetTable,
  { standing, stood, current }: ReportReading,
): TableAnswer | Unknown {
  if (!isPublished(at.table, current)) return unpublished(at.table, current);
  const table = statutoryTable(at.table, current);
  const version = pageVersionOf(standing, asked);
  const label = versionLabel(version.asked);
  const { header: _header, ...shown } = table;
  return {
    standing,
    file: `${nameOf(at)}-${at.year}-table-${at.table}`,
    label,
    json: () => ({ ...shown, ...(asked.exact ? { amountsYuan: exactAmounts(at.table, current) } : {}), ...stood }),
    csv: () => csvPieces(table, label),
    html: () => tablePieces(table, version),
  };
}
