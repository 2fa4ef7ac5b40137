import type { Scope } from '#access';
import { type BudgetPlace, readUnits, type ReadModels } from '#read-model';
import { csvPieces } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { nextOf } from '../http/page';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { unknownPlace } from '../reading/unknown-place';
import { withSeenYears } from './seen-years';
import type { unitsAnswer } from './unit-answer';
import { unitsAsCsv } from './units-csv';
import type { unitsQuery } from './units-request';

type UnitsAnswer = Answer<z.infer<typeof unitsAnswer>>;

/** The registered units of a place that its reader may see, by code, with those of their years that he may see. All pages are of the state of the first one. */
export class GetUnits extends Query<UnitsAnswer | Unknown> {
  constructor(
    readonly place: BudgetPlace,
    readonly asked: z.infer<typeof unitsQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetUnits)
export class GetUnitsHandler implements IQueryHandler<GetUnits> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ place, asked, scope }: GetUnits): Promise<UnitsAnswer | Unknown> {
    const { database } = await this.readModels.serving(asked.cursor?.readModel);
    const page = { after: asked.cursor?.after ?? '', limit: asked.limit, within: scope.within(place) };
    const reading = await readUnits(database, place, versionOf(asked, asked.cursor), page);
    if (reading === undefined) return unknownPlace(place);
    const { standing } = reading;
    const units = reading.units.map((unit) => withSeenYears(unit, scope));
    const next = nextOf(standing, reading.next);
    const label = askedLabel(asked);
    return {
      standing,
      ...next,
      file: `${nameOf(place)}-units`,
      label,
      csv: () => csvPieces(unitsAsCsv(units), label),
      json: () => ({ ...place, units, ...next, ...stoodOn(standing, versionOf(asked)) }),
    };
  }
}
