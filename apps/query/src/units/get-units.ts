import { type BudgetPlace, type Database, readUnits } from '#read-model';
import { csvOf } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { DATABASE } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { nextOf } from '../http/page';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { unknownPlace } from '../reading/unknown-place';
import type { unitsAnswer } from './unit-answer';
import { unitsAsCsv } from './units-csv';
import type { unitsQuery } from './units-request';

type UnitsAnswer = Answer<z.infer<typeof unitsAnswer>>;

/** The registered units of a place, by code. All pages are of the state of the first one. */
export class GetUnits extends Query<UnitsAnswer | Unknown> {
  constructor(
    readonly place: BudgetPlace,
    readonly asked: z.infer<typeof unitsQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetUnits)
export class GetUnitsHandler implements IQueryHandler<GetUnits> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ place, asked }: GetUnits): Promise<UnitsAnswer | Unknown> {
    const page = { after: asked.cursor?.after ?? '', limit: asked.limit };
    const reading = await readUnits(this.database, place, versionOf(asked, asked.cursor), page);
    if (reading === undefined) return unknownPlace(place);
    const { standing, units } = reading;
    const next = nextOf(standing.position, reading.next);
    const label = askedLabel(asked);
    return {
      standing,
      ...next,
      file: `${nameOf(place)}-units`,
      label,
      csv: () => csvOf(unitsAsCsv(units), label),
      json: () => ({ ...place, units, ...next, ...stoodOn(standing, versionOf(asked)) }),
    };
  }
}
