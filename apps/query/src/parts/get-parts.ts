import type { Scope } from '#access';
import { type PlacePart, readPlaceParts, type ReadModels } from '#read-model';
import { csvPieces } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { pageOf } from '../http/page';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { unknownPlace, unknownYear } from '../reading/unknown-place';
import type { departmentsAnswer, yearUnitsAnswer } from './parts-answer';
import { partsAsCsv } from './parts-csv';
import type { partsQuery } from './parts-request';
import { sortedParts } from './sorted-parts';
import { totalsAnswerOf } from './totals-answer';

type PartsAnswer = Answer<z.infer<typeof departmentsAnswer> | z.infer<typeof yearUnitsAnswer>>;

/** The departments of a division's year, or the units of a department's, that their reader may see anything of, with what they come to. */
export class GetParts extends Query<PartsAnswer | Unknown> {
  constructor(
    readonly at: { division: string; department?: string | undefined; year: number },
    readonly asked: z.infer<typeof partsQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetParts)
export class GetPartsHandler implements IQueryHandler<GetParts> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ at, asked, scope }: GetParts): Promise<PartsAnswer | Unknown> {
    const { database } = await this.readModels.serving(asked.cursor?.readModel);
    const { year, division, department } = at;
    const place = department === undefined ? { division } : { division, department };
    const version = versionOf(asked, asked.cursor);
    const reading = await readPlaceParts(database, place, year, version, scope.within(at));
    if (reading === undefined) return unknownPlace(place);
    const { standing, known } = reading;
    if (reading.parts.length === 0) return unknownYear(place, known, year);
    const { cursor, limit } = asked;
    const list = sortedParts(reading.parts, asked.sort);
    const { items, next } = pageOf(list, ({ code }) => code, { cursor, limit, standing });
    const label = askedLabel(asked);
    const stood = { ...next, ...stoodOn(standing, versionOf(asked)) };
    return {
      standing,
      ...next,
      file: `${nameOf(place)}-${year}-${department === undefined ? 'departments' : 'units'}`,
      label,
      csv: () => csvPieces(partsAsCsv(year, items), label),
      json: () =>
        department === undefined
          ? { division, year, departments: items.map((item) => ({ ...shown(item), units: item.units })), ...stood }
          : { division, department, year, units: items.map(shown), ...stood },
    };
  }
}

function shown({ code, name, totals }: PlacePart) {
  return { code, name, ...(totals === undefined ? {} : { totals: totalsAnswerOf(totals) }) };
}
