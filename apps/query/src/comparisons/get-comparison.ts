import type { Chart } from '#domain';
import type { Database } from '#read-model';
import { comparison, comparisonAsCsv } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, DATABASE } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { type comparisonQuery, versionOf } from '../http/request';
import type { comparisonAnswer } from '../http/schemas';
import { nameOf } from '../http/standing';
import type { YearPlace } from '../reading/known-year';
import { readReportYears } from '../reading/report-years';

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
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ at, asked }: GetComparison): Promise<ComparisonAnswer | Unknown> {
    const { asOf, effectiveOn } = asked;
    const measure = asked.measure === 'original' ? 'original' : 'current';
    const reading = await readReportYears(this.database, at, versionOf(asked), { chart: this.chart, measure });
    if (reading instanceof Unknown) return reading;
    const { standing, stood, current, prior } = reading;
    const answer = comparison(current, prior);
    const label = askedLabel({ asOf, effectiveOn, measure });
    return {
      standing,
      file: `${nameOf(at)}-${at.year}-comparison`,
      label,
      json: () => ({ ...answer, ...stood }),
      csv: () => comparisonAsCsv(answer, label),
    };
  }
}
