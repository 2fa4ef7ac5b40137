import type { Chart } from '#domain';
import type { Database } from '#read-model';
import { publication, publicationAsHtml, versionLabel } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, DATABASE } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { pageVersionOf } from '../http/asked-version';
import { type publicationQuery, versionOf } from '../http/request';
import type { publicationAnswer } from '../http/schemas';
import { nameOf } from '../http/standing';
import type { YearPlace } from '../reading/known-year';
import { readReportYears } from '../reading/report-years';

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
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ at, asked }: GetPublication): Promise<PublicationAnswer | Unknown> {
    const made = { chart: this.chart, measure: asked.measure };
    const reading = await readReportYears(this.database, at, versionOf(asked), made);
    if (reading instanceof Unknown) return reading;
    const { standing, stood, current, prior } = reading;
    const answer = publication(current, prior);
    const tables = answer.tables.tables.map(({ header: _header, ...table }) => table);
    const version = pageVersionOf(standing, asked);
    return {
      standing,
      file: `${nameOf(at)}-${at.year}-publication`,
      label: versionLabel(version.asked),
      json: () => ({ ...answer, tables: { ...answer.tables, tables }, ...stood }),
      html: () => publicationAsHtml(answer, version),
    };
  }
}
