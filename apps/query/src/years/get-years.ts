import type { Scope } from '#access';
import { departmentOf, yuanOf } from '#domain';
import { type BudgetPlace, readPlaceYears, type ReadModels } from '#read-model';
import { csvPieces } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { onlyLabel } from '../http/line-class';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { unknownPlace } from '../reading/unknown-place';
import type { yearsAnswer } from './years-answer';
import { yearsAsCsv } from './years-csv';
import type { yearsQuery } from './years-request';

type Years = z.infer<typeof yearsAnswer>;

/** The years of a place of which its reader may see anything, with what they come to where he may see all of it. */
export class GetYears extends Query<Answer<Years> | Unknown> {
  constructor(
    readonly place: BudgetPlace,
    readonly asked: z.infer<typeof yearsQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetYears)
export class GetYearsHandler implements IQueryHandler<GetYears> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ place, asked, scope }: GetYears): Promise<Answer<Years> | Unknown> {
    const { database } = await this.readModels.serving();
    const { asOf, effectiveOn, only } = asked;
    const version = versionOf({ asOf, effectiveOn });
    const reading = await readPlaceYears(database, place, version, only, scope.within(place));
    if (reading === undefined) return unknownPlace(place);
    const at = place.unit === undefined ? place : { ...place, department: departmentOf(place.unit) };
    const years = reading.years.flatMap(({ year, units, amounts }): Years['years'] => {
      if (scope.covers({ ...at, year })) {
        const { original, current, paid, available } = amounts;
        return [
          {
            year,
            originalYuan: yuanOf(original),
            currentYuan: yuanOf(current),
            paidYuan: yuanOf(paid),
            availableYuan: yuanOf(available),
          },
        ];
      }
      const isSeen = units.some((unit) =>
        scope.covers({ division: place.division, department: departmentOf(unit), unit, year }),
      );
      return isSeen ? [{ year }] : [];
    });
    if (years.length === 0) return unknownPlace(place);
    const label = [askedLabel({ asOf, effectiveOn }), onlyLabel(only)].filter((one) => one !== '').join('，');
    return {
      standing: reading.standing,
      file: `${nameOf(place)}-years`,
      label,
      csv: () => csvPieces(yearsAsCsv(years), label),
      json: () => ({ ...place, years, ...stoodOn(reading.standing, version) }),
    };
  }
}
