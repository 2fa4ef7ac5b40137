import type { Scope } from '#access';
import type { Chart } from '#domain';
import { type KnownDivision, readDivisions, type ReadModels } from '#read-model';
import { csvOf } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, READ_MODELS } from '../configuration';
import type { Answer } from '../http/answer';
import { totalsAnswerOf } from '../parts/totals-answer';
import type { divisionsAnswer } from './divisions-answer';
import { divisionsAsCsv } from './divisions-csv';

type Divisions = z.infer<typeof divisionsAnswer>;

/** The divisions that a reader may see anything of, as they stand now. */
export class GetDivisions extends Query<Answer<Divisions>> {
  constructor(readonly scope: Scope) {
    super();
  }
}

@QueryHandler(GetDivisions)
export class GetDivisionsHandler implements IQueryHandler<GetDivisions> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ scope }: GetDivisions): Promise<Answer<Divisions>> {
    const { database } = await this.readModels.serving();
    const { standing, divisions: known } = await readDivisions(database, scope.isWhole ? undefined : scope.extents);
    const divisions = known.map((one) => this.shown(one, scope));
    return {
      standing,
      file: 'divisions',
      csv: () => csvOf(divisionsAsCsv(divisions)),
      json: () => ({ divisions, position: standing.position }),
    };
  }

  private shown({ division, years, newest }: KnownDivision, scope: Scope): Divisions['divisions'][number] {
    const year = years.at(-1);
    const name = this.chart.nameOf('division', year ?? new Date().getFullYear(), division);
    // What all of a division comes to is for who may read all of it.
    const isWhole = year !== undefined && scope.covers({ division, year });
    return {
      division,
      ...(name === undefined ? {} : { name }),
      years,
      departments: newest?.departments ?? 0,
      units: newest?.units ?? 0,
      ...(newest !== undefined && isWhole ? { newest: { year, ...totalsAnswerOf(newest.totals) } } : {}),
    };
  }
}
