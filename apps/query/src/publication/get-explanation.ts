import type { Chart } from '#domain';
import type { ReadModels } from '#read-model';
import { explanation, explanationAsText, versionLabel } from '#report';
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
import type { explanationAnswer } from './explanation-answer';
import type { explanationQuery } from './publication-request';

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
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute(query: GetExplanation): Promise<ExplanationAnswer | Unknown> {
    const { at, asked } = query;
    const { database } = await this.readModels.serving();
    const made = { chart: this.chart, measure: asked.measure };
    const reading = await readReportYears(database, at, versionOf(asked), made, {
      priorYear: true,
      sayings: true,
    });
    return reading instanceof Unknown ? reading : explanationAnswerOf(query, reading);
  }
}

export function explanationAnswerOf(
  { at, asked }: GetExplanation,
  { standing, stood, current, prior }: ReportReading,
): ExplanationAnswer {
  const answer = explanation(current, prior);
  const version = pageVersionOf(standing, asked);
  return {
    standing,
    file: `${nameOf(at)}-${at.year}-explanation`,
    label: versionLabel(version.asked),
    json: () => ({ ...answer, measure: asked.measure, ...stood }),
    text: () => explanationAsText(answer, version),
  };
}
