import type { Scope } from '#access';
import { listUnits, type ReadModels } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { READ_MODELS } from '../configuration';
import type { Page } from '../http/answer';
import { withSeenYears } from '../units/seen-years';
import { homePage } from './home-page';

const MOST_UNITS = 500;

/** The page that leads to everything, by the first registered units that its reader may see. */
export class GetHome extends Query<Page> {
  constructor(readonly scope: Scope) {
    super();
  }
}

@QueryHandler(GetHome)
export class GetHomeHandler implements IQueryHandler<GetHome> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ scope }: GetHome): Promise<Page> {
    if (scope.isEmpty) return { page: () => homePage(undefined, MOST_UNITS) };
    const { database } = await this.readModels.serving();
    const units = await listUnits(database, MOST_UNITS, scope.isWhole ? undefined : scope.extents);
    const seen = units.map((unit) => withSeenYears(unit, scope));
    return { page: () => homePage(seen, MOST_UNITS) };
  }
}
