import { listUnits, type ReadModels } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { READ_MODELS } from '../configuration';
import type { Page } from '../http/answer';
import { homePage } from './home-page';

const MOST_UNITS = 500;

/** The page that leads to everything, by the first registered units. */
export class GetHome extends Query<Page> {}

@QueryHandler(GetHome)
export class GetHomeHandler implements IQueryHandler<GetHome> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(): Promise<Page> {
    const { database } = await this.readModels.serving();
    const units = await listUnits(database, MOST_UNITS);
    return { page: () => homePage(units, MOST_UNITS) };
  }
}
