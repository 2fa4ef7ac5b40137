import { Turns } from '#basics';
import type { Chart } from '#domain';
import type { ReadModels } from '#read-model';
import { comparison, publication, publicationPieces, statutoryTable, tableNumbersOf, versionLabel } from '#report';
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
import type { publicationAnswer } from './publication-answer';
import type { publicationQuery } from './publication-request';

type PublicationAnswer = Answer<z.infer<typeof publicationAnswer>>;

/** The whole published budget of a place's year. */
export class GetPublication extends Query<PublicationAnswer | Unknown> {
  constructor(
    readonly at: YearPlace,
    readonly asked: z.infer<typeof publicationQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetPublication)
export class GetPublicationHandler implements IQueryHandler<GetPublication> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute(query: GetPublication): Promise<PublicationAnswer | Unknown> {
    const { at, asked } = query;
    const { database } = await this.readModels.serving();
    const made = { chart: this.chart, measure: asked.measure };
    const reading = await readReportYears(database, at, versionOf(asked), made, {
      priorYear: true,
      sayings: true,
    });
    if (reading instanceof Unknown) return reading;
    await makeParts(reading);
    return publicationAnswerOf(query, reading);
  }
}

/** What a publication takes longest for, with turns for others in between: it is there when the publication is made. */
async function makeParts({ current, prior }: ReportReading): Promise<void> {
  const turns = new Turns();
  for (const number of tableNumbersOf(current)) {
    statutoryTable(number, current);
    await turns.next();
  }
  comparison(current, prior);
  await turns.next();
}

export function publicationAnswerOf(
  { at, asked }: GetPublication,
  { standing, stood, current, prior }: ReportReading,
): PublicationAnswer {
  const answer = publication(current, prior);
  const { measure } = asked;
  const tables = answer.tables.tables.map(({ header: _header, ...table }) => ({ ...table, measure }));
  const version = pageVersionOf(standing, asked);
  return {
    standing,
    file: `${nameOf(at)}-${at.year}-publication`,
    label: versionLabel(version.asked),
    json: () => ({
      ...answer,
      measure,
      tables: { ...answer.tables, tables },
      explanation: { ...answer.explanation, measure },
      ...stood,
    }),
    html: () => publicationPieces(answer, version),
  };
}
