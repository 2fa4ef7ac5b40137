import type { Chart } from '#domain';
import type { ReadModels } from '#read-model';
import { comparison, comparisonAsCsv, type Measure } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, READ_MODELS } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { versionOf } from '../http/version';
import type { YearPlace } from '../reading/known-year';
import { readReportYears, type ReportReading } from '../reading/report-years';
import type { comparisonAnswer } from './comparison-answer';
import type { comparisonQuery } from './comparison-request';

type ComparisonAnswer = Answer<z.infer<typeof comparisonAnswer>>;

/** The published comparison of a place's year with the year before. */
export class GetComparison extends Query<ComparisonAnswer | Unknown> {
  constructor(
    readonly at: YearPlace,
    readonly asked: Pick<z.infer<typeof comparisonQuery>, 'measure' | 'asOf' | 'effectiveOn'>,
  ) {
    super();
  }
}

@QueryHandler(GetComparison)
export class GetComparisonHandler implements IQueryHandler<GetComparison> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute(query: GetComparison): Promise<ComparisonAnswer | Unknown> {
    const { at, asked } = query;
    const { database } = await this.readModels.serving();
    const made = { chart: this.chart, measure: measureOf(asked) };
    const reading = await readReportYears(database, at, versionOf(asked), made, {
      priorYear: true,
      sayings: false,
    });
    return reading instanceof Unknown ? reading : comparisonAnswerOf(query, reading);
  }
}

export function comparisonAnswerOf(
  { at, asked }: GetComparison,
  { standing, stood, current, prior }: ReportReading,
): ComparisonAnswer {
  const answer = comparison(current, prior);
  const { asOf, effectiveOn } = asked;
  const label = askedLabel({ asOf, effectiveOn, measure: measureOf(asked) });
  return {
    standing,
    file: `${nameOf(at)}-${at.year}-comparison`,
    label,
    json: () => ({ ...answer, ...stood }),
    csv: () => comparisonAsCsv(answer, label),
  };
}

/** Without a dimension no other measure may be asked for. */
function measureOf({ measure }: GetComparison['asked']): Measure {
  return measure === 'original' ? 'original' : 'current';
}
