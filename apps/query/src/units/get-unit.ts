import type { Scope } from '#access';
import type { Version } from '#domain';
import { readUnit, type UnitKey, type ReadModels } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { stoodOn } from '../http/standing';
import { unknownPlace } from '../reading/unknown-place';
import { withSeenYears } from './seen-years';
import type { unitAnswer } from './unit-answer';

type UnitAnswer = Answer<z.infer<typeof unitAnswer>>;

/** A unit and the years of which it has any event, those that its reader may see. */
export class GetUnit extends Query<UnitAnswer | Unknown> {
  constructor(
    readonly key: UnitKey,
    readonly version: Version,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetUnit)
export class GetUnitHandler implements IQueryHandler<GetUnit> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ key, version, scope }: GetUnit): Promise<UnitAnswer | Unknown> {
    const { database } = await this.readModels.serving();
    const reading = await readUnit(database, key, version);
    if (reading === undefined) return unknownPlace(key);
    const { unit, stream, standing } = reading;
    return { standing, json: () => ({ ...withSeenYears(unit, scope), stream, ...stoodOn(standing, version) }) };
  }
}
