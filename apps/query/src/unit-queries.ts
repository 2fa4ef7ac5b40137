import { Problem } from '#platform';
import { type Database, type KnownUnit, listUnits, readUnit, type StreamStanding, type UnitKey } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { DATABASE } from './configuration';

/** The registered units, by code. */
export class ListUnits extends Query<KnownUnit[]> {
  constructor(readonly limit: number) {
    super();
  }
}

export class ReadUnit extends Query<{ unit: KnownUnit; standing: StreamStanding }> {
  constructor(readonly key: UnitKey) {
    super();
  }
}

@QueryHandler(ListUnits)
export class ListUnitsHandler implements IQueryHandler<ListUnits> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  execute({ limit }: ListUnits): Promise<KnownUnit[]> {
    return listUnits(this.database, limit);
  }
}

@QueryHandler(ReadUnit)
export class ReadUnitHandler implements IQueryHandler<ReadUnit> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ key }: ReadUnit): Promise<{ unit: KnownUnit; standing: StreamStanding }> {
    return (await readUnit(this.database, key)) ?? unknownUnit(key);
  }
}

function unknownUnit({ division, unit }: UnitKey): never {
  const detail = {
    zh: `行政区划 ${division} 没有登记单位 ${unit}。`,
    en: `Unit ${unit} of division ${division} is not registered.`,
  };
  throw new Problem('not-found', detail);
}
