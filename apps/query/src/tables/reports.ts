import type { Chart, Version } from '#domain';
import type { BudgetPlace, StandsOn } from '#read-model';
import {
  comparison,
  comparisonAsCsv,
  explanation,
  explanationAsText,
  type Measure,
  profileOf,
  publication,
  publicationAsHtml,
  type ReportVersion,
  type ReportYears,
  reportYearsOf,
  statutoryTable,
  tableAsCsv,
  tableAsHtml,
  type TableNumber,
  versionLabel,
} from '#report';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { askedLabel, askedVersionOf } from '../http/asked-version';
import { ReadBudget } from '../budget-queries';
import { CHART } from '../configuration';
import { DimensionComparisons } from '../comparisons/dimension-comparisons';
import { knownBudgetOf } from './known-budget';
import { requirePublished } from './published-table';
import { comparisonQuery, explanationQuery, publicationQuery, tableQuery, valid, versionOf } from '../http/request';
import type {
  comparisonAnswer,
  dimensionComparisonAnswer,
  explanationAnswer,
  publicationAnswer,
  tableAnswer,
} from '../http/schemas';
import { headed } from '../http/send';
import { type MadeOf, madeOf, nameOf } from '../http/standing';

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
    private readonly dimensions: DimensionComparisons,
  ) {}

  async table(
    { table: number, year, ...place }: YearPlace & { table: TableNumber },
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof tableAnswer> {
    const { format, measure, ...version } = valid(tableQuery, query);
    const { standing, stood, current } = await this.read(place, year, measure, versionOf(version));
    requirePublished(number, current);
    const table = statutoryTable(number, current);
    const pageVersion = pageVersionOf(standing, { ...version, measure });
    const label = versionLabel(pageVersion.asked);
    headed(reply, format, standing, { file: `${nameOf(place)}-${year}-table-${number}`, label });
    if (format === 'csv') return tableAsCsv(table, label);
    if (format === 'html') return tableAsHtml(table, pageVersion);
    const { header: _header, ...answer } = table;
    return { ...answer, ...stood };
  }

  async comparison(
    { year, ...place }: YearPlace,
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof comparisonAnswer | typeof dimensionComparisonAnswer> {
    const { by, ...asked } = valid(comparisonQuery, query);
    if (by !== undefined) return this.dimensions.compare({ year, ...place }, { by, ...asked }, reply);
    const { format, asOf, effectiveOn } = asked;
    const measure = asked.measure === 'original' ? 'original' : 'current';
    const version = { asOf, effectiveOn };
    const { standing, stood, current, prior } = await this.read(place, year, measure, versionOf(version));
    const answer = comparison(current, prior);
    const label = askedLabel({ ...version, measure });
    headed(reply, format, standing, { file: `${nameOf(place)}-${year}-comparison`, label });
    return format === 'csv' ? comparisonAsCsv(answer, label) : { ...answer, ...stood };
  }

  async explanation(
    { year, ...place }: YearPlace,
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof explanationAnswer> {
    const { format, measure, ...version } = valid(explanationQuery, query);
    const { standing, stood, current, prior } = await this.read(place, year, measure, versionOf(version));
    const answer = explanation(current, prior);
    const pageVersion = pageVersionOf(standing, { ...version, measure });
    const label = versionLabel(pageVersion.asked);
    headed(reply, format, standing, { file: `${nameOf(place)}-${year}-explanation`, label });
    return format === 'text' ? explanationAsText(answer, pageVersion) : { ...answer, ...stood };
  }

  async publication(
    { year, ...place }: YearPlace,
    query: unknown,
    reply: FastifyReply,
  ): Answer<typeof publicationAnswer> {
    const { format, measure, ...version } = valid(publicationQuery, query);
    const { standing, stood, current, prior } = await this.read(place, year, measure, versionOf(version));
    const answer = publication(current, prior);
    const pageVersion = pageVersionOf(standing, { ...version, measure });
    const label = versionLabel(pageVersion.asked);
    headed(reply, format, standing, { file: `${nameOf(place)}-${year}-publication`, label });
    if (format === 'html') return publicationAsHtml(answer, pageVersion);
    const tables = answer.tables.tables.map(({ header: _header, ...table }) => table);
    return { ...answer, tables: { ...answer.tables, tables }, ...stood };
  }

  private async read(
    place: BudgetPlace,
    year: number,
    measure: Measure,
    version: Version,
  ): Promise<ReportYears & { standing: StandsOn; stood: MadeOf }> {
    const reading = await this.queries.execute(new ReadBudget(place, year, [year - 1], version));
    const made = { chart: this.chart, measure, profile: profileOf(place) };
    return {
      standing: reading.standing,
      stood: madeOf(reading.standing, version, made),
      ...reportYearsOf(knownBudgetOf(place, reading), year, made),
    };
  }
}

function pageVersionOf(
  { position, revision, recordedAt }: StandsOn,
  asked: Parameters<typeof askedVersionOf>[0],
): ReportVersion {
  return { asked: askedVersionOf(asked), position, revision, recordedAt };
}
