import type { Version } from '#domain';
import { type Database, readUnit, type UnitKey } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { DATABASE } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { stoodOn } from '../http/standing';
import { unknownPlace } from '../reading/unknown-place';
import type { unitAnswer } from './unit-answer';

type UnitAnswer = Answer<z.infer<typeof unitAnswer>>;

/** A unit and the years of which it has any event. */
export class GetUnit extends Query<UnitAnswer | Unknown> {
  constructor(
    readonly key: UnitKey,
    readonly version: Version,
  ) {
    super();
  }
}

@QueryHandler(GetUnit)
export class GetUnitHandler implements IQueryHandler<GetUnit> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ key, version }: GetUnit): Promise<UnitAnswer | Unknown> {
    const reading = await readUnit(this.database, key, version);
    if (reading === undefined) return unknownPlace(key);
    const { unit, stream, standing } = reading;
    return { standing, json: () => ({ ...unit, stream, ...stoodOn(standing, version) }) };
  }
}
