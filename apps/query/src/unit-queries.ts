import { Problem } from '#platform';
import {
  type Database,
  type KnownUnit,
  listUnits,
  readUnit,
  readUnitLines,
  readUnitYears,
  type StreamStanding,
  type UnitKey,
  type UnitLinesReading,
  type UnitYearsReading,
} from '#read-model';
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

/** A unit's lines and targets of a year of which it has events, and of the year before it if it has any of that. */
export class ReadUnitYear extends Query<UnitYearsReading> {
  constructor(
    readonly key: UnitKey,
    readonly fiscalYear: number,
  ) {
    super();
  }
}

/** A unit's lines of a year of which it has events, each with the events that made it. */
export class ReadUnitLines extends Query<UnitLinesReading> {
  constructor(
    readonly key: UnitKey,
    readonly fiscalYear: number,
  ) {
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

@QueryHandler(ReadUnitYear)
export class ReadUnitYearHandler implements IQueryHandler<ReadUnitYear> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ key, fiscalYear }: ReadUnitYear): Promise<UnitYearsReading> {
    const reading = (await readUnitYears(this.database, key, [fiscalYear - 1, fiscalYear])) ?? unknownUnit(key);
    if (!reading.years.has(fiscalYear)) unknownYear(reading.unit, fiscalYear);
    return reading;
  }
}

@QueryHandler(ReadUnitLines)
export class ReadUnitLinesHandler implements IQueryHandler<ReadUnitLines> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ key, fiscalYear }: ReadUnitLines): Promise<UnitLinesReading> {
    const reading = (await readUnitLines(this.database, key, fiscalYear)) ?? unknownUnit(key);
    if (!reading.unit.years.includes(fiscalYear)) unknownYear(reading.unit, fiscalYear);
    return reading;
  }
}

function unknownUnit({ division, unit }: UnitKey): never {
  const detail = {
    zh: `行政区划 ${division} 没有登记单位 ${unit}。`,
    en: `Unit ${unit} of division ${division} is not registered.`,
  };
  throw new Problem('not-found', detail);
}

/** An empty table would say zero, and nothing is known. */
function unknownYear({ unit, years }: KnownUnit, fiscalYear: number): never {
  const known = years.length === 0 ? { zh: '无', en: 'none' } : { zh: years.join('、'), en: years.join(', ') };
  const detail = {
    zh: `单位 ${unit} 没有 ${fiscalYear} 年的记录；已有年度：${known.zh}。`,
    en: `Unit ${unit} has no event of ${fiscalYear}; years with events: ${known.en}.`,
  };
  throw new Problem('not-found', detail, { years });
}
