import type { Chart } from '#domain';
import { Problem } from '#platform';
import type { BudgetPlace, BudgetReading } from '#read-model';
import {
  comparison,
  comparisonAsCsv,
  explanation,
  explanationAsText,
  type Measure,
  publication,
  publicationAsHtml,
  statutoryTable,
  tableAsCsv,
  tableAsHtml,
  type TableNumber,
  tableNumbersOf,
} from '#report';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { ReadBudget, ReadMadeLines } from './budget-queries';
import { CHART } from './configuration';
import { linesAsCsv, madeLineOf } from './lines-answer';
import { type ReportYears, reportYearsOf } from './report-input';
import { comparisonQuery, explanationQuery, linesQuery, publicationQuery, tableQuery, valid } from './request';
import type { comparisonAnswer, explanationAnswer, linesAnswer, publicationAnswer, tableAnswer } from './schemas';
import { headed } from './send';

/** A year of a unit, a department or a division. */
export type YearPlace = BudgetPlace & { year: number };

/** An answer in JSON, or the text of another format. */
type Answer<Schema extends z.ZodType> = Promise<z.infer<Schema> | string>;

/** Answers the reports of whatever a place is. */
@Injectable()
export class Reports {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async table(
    { table: number, year, ...place }: YearPlace & { table: TableNumber },
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof tableAnswer> {
    const { format, measure } = valid(tableQuery, query);
    const { position, current } = await this.read(place, year, measure);
    if (!tableNumbersOf(current.subject.level).includes(number)) noSuchTable(number);
    const table = statutoryTable(number, current);
    headed(reply, format, position, `${nameOf(place)}-${year}-table-${number}`);
    if (format === 'csv') return tableAsCsv(table);
    if (format === 'html') return tableAsHtml(table);
    const { header: _header, ...answer } = table;
    return { ...answer, position };
  }

  async comparison(
    { year, ...place }: YearPlace,
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof comparisonAnswer> {
    const { format, measure } = valid(comparisonQuery, query);
    const { position, current, prior } = await this.read(place, year, measure);
    const answer = comparison(current, prior);
    headed(reply, format, position, `${nameOf(place)}-${year}-comparison`);
    return format === 'csv' ? comparisonAsCsv(answer) : { ...answer, position };
  }

  async explanation(
    { year, ...place }: YearPlace,
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof explanationAnswer> {
    const { format, measure } = valid(explanationQuery, query);
    const { position, current, prior } = await this.read(place, year, measure);
    const answer = explanation(current, prior);
    headed(reply, format, position);
    return format === 'text' ? explanationAsText(answer) : { ...answer, position };
  }

  async publication(
    { year, ...place }: YearPlace,
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof publicationAnswer> {
    const { format, measure } = valid(publicationQuery, query);
    const { position, current, prior } = await this.read(place, year, measure);
    const answer = publication(current, prior);
    headed(reply, format, position);
    if (format === 'html') return publicationAsHtml(answer);
    const tables = answer.tables.tables.map(({ header: _header, ...table }) => table);
    return { ...answer, tables: { ...answer.tables, tables }, position };
  }

  async lines({ year, ...place }: YearPlace, query: unknown, reply: FastifyReply): Answer<typeof linesAnswer> {
    const { format } = valid(linesQuery, query);
    const { lines, position } = await this.queries.execute(new ReadMadeLines(place, year));
    headed(reply, format, position, `${nameOf(place)}-${year}-lines`);
    return format === 'csv' ? linesAsCsv(year, lines) : { ...place, year, lines: lines.map(madeLineOf), position };
  }

  private async read(
    place: BudgetPlace,
    year: number,
    measure: Measure,
  ): Promise<ReportYears & Pick<BudgetReading, 'position'>> {
    const reading = await this.queries.execute(new ReadBudget(place, year));
    return { position: reading.position, ...reportYearsOf(place, reading, year, { chart: this.chart, measure }) };
  }
}

/** What a downloaded file is called after. */
function nameOf({ division, department, unit }: BudgetPlace): string {
  return unit ?? department ?? division;
}

function noSuchTable(number: number): never {
  throw new Problem('not-found', {
    zh: `单位预算没有表${number}（部门整体支出绩效目标表），请查询其部门。`,
    en: `A unit's budget has no table ${number}: it is its department's.`,
  });
}
