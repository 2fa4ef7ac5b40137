import type { Chart } from '#domain';
import type { Database } from '#read-model';
import { explanation, explanationAsText, versionLabel } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, DATABASE } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { pageVersionOf } from '../http/asked-version';
import { type explanationQuery, versionOf } from '../http/request';
import type { explanationAnswer } from '../http/schemas';
import { nameOf } from '../http/standing';
import type { YearPlace } from '../reading/known-year';
import { readReportYears } from '../reading/report-years';

type ExplanationAnswer = Answer<z.infer<typeof explanationAnswer>>;

/** The explanation of a place's year. */
export class GetExplanation extends Query<ExplanationAnswer | Unknown> {
  constructor(
    readonly at: YearPlace,
    readonly asked: z.infer<typeof explanationQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetExplanation)
export class GetExplanationHandler implements IQueryHandler<GetExplanation> {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ at, asked }: GetExplanation): Promise<ExplanationAnswer | Unknown> {
    const made = { chart: this.chart, measure: asked.measure };
    const reading = await readReportYears(this.database, at, versionOf(asked), made);
    if (reading instanceof Unknown) return reading;
    const { standing, stood, current, prior } = reading;
    const answer = explanation(current, prior);
    const version = pageVersionOf(standing, asked);
    return {
      standing,
      file: `${nameOf(at)}-${at.year}-explanation`,
      label: versionLabel(version.asked),
      json: () => ({ ...answer, ...stood }),
      text: () => explanationAsText(answer, version),
    };
  }
}
