import { type Database, listUnits } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { DATABASE } from '../configuration';
import type { Page } from '../http/answer';
import { homePage } from './home-page';

const MOST_UNITS = 500;

/** The page that leads to everything, by the first registered units. */
export class GetHome extends Query<Page> {}

@QueryHandler(GetHome)
export class GetHomeHandler implements IQueryHandler<GetHome> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute(): Promise<Page> {
    const units = await listUnits(this.database, MOST_UNITS);
    return { page: () => homePage(units, MOST_UNITS) };
  }
}
