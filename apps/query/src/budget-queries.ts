import { streamOf, type Version } from '#domain';
import { Problem } from '#platform';
import {
  type BudgetPlace,
  type BudgetReading,
  type Database,
  type KnownUnit,
  type LinesPage,
  listUnits,
  readBudget,
  readLines,
  readUnit,
  readUnits,
  type UnitKey,
  type UnitReading,
  type UnitsPage,
} from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { DATABASE } from './configuration';

/** The first registered units, by code. */
export class ListUnits extends Query<KnownUnit[]> {
  constructor(readonly limit: number) {
    super();
  }
}

export class ReadUnit extends Query<UnitReading> {
  constructor(
    readonly key: UnitKey,
    readonly version: Version,
  ) {
    super();
  }
}

interface Page {
  after: string;
  limit: number;
}

/** The registered units of a department or a division. */
export class ReadUnits extends Query<UnitsPage> {
  constructor(
    readonly place: BudgetPlace,
    readonly version: Version,
    readonly page: Page,
  ) {
    super();
  }
}

/** A year of a place of which something is known, with other years of it where anything is known of these. */
export class ReadBudget extends Query<BudgetReading> {
  constructor(
    readonly place: BudgetPlace,
    readonly fiscalYear: number,
    readonly otherYears: readonly number[],
    readonly version: Version,
  ) {
    super();
  }
}

/** The lines of a place's year, each with the events that made it. */
export class ReadLines extends Query<LinesPage> {
  constructor(
    readonly place: BudgetPlace,
    readonly fiscalYear: number,
    readonly version: Version,
    readonly page: Page,
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

  async execute({ key, version }: ReadUnit): Promise<UnitReading> {
    return (await readUnit(this.database, key, version)) ?? unknownPlace(key);
  }
}

@QueryHandler(ReadUnits)
export class ReadUnitsHandler implements IQueryHandler<ReadUnits> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ place, version, page }: ReadUnits): Promise<UnitsPage> {
    return (await readUnits(this.database, place, version, page)) ?? unknownPlace(place);
  }
}

@QueryHandler(ReadBudget)
export class ReadBudgetHandler implements IQueryHandler<ReadBudget> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ place, fiscalYear, otherYears, version }: ReadBudget): Promise<BudgetReading> {
    const reading = await readBudget(this.database, place, [fiscalYear, ...otherYears], version);
    if (reading === undefined) unknownPlace(place);
    if (!reading.years.has(fiscalYear)) unknownYear(place, reading.units, fiscalYear);
    return reading;
  }
}

@QueryHandler(ReadLines)
export class ReadLinesHandler implements IQueryHandler<ReadLines> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ place, fiscalYear, version, page }: ReadLines): Promise<LinesPage> {
    const reading = await readLines(this.database, place, fiscalYear, version, page);
    if (reading === undefined) unknownPlace(place);
    if (!reading.units.some(({ years }) => years.includes(fiscalYear))) unknownYear(place, reading.units, fiscalYear);
    return reading;
  }
}

function unknownPlace({ division, department, unit }: BudgetPlace): never {
  throw new Problem(
    'not-found',
    unit !== undefined
      ? {
          zh: `行政区划 ${division} 没有登记单位 ${unit}，或当时尚未登记。`,
          en: `Unit ${unit} of division ${division} is not registered, or was not by then.`,
        }
      : department !== undefined
        ? {
            zh: `行政区划 ${division} 的部门 ${department} 没有登记任何单位，或当时尚未登记。`,
            en: `No unit of department ${department} of division ${division} is registered, or was by then.`,
          }
        : {
            zh: `行政区划 ${division} 没有登记任何单位，或当时尚未登记。`,
            en: `No unit of division ${division} is registered, or was by then.`,
          },
  );
}

/** An empty table would say zero, and nothing is known. */
function unknownYear(
  { division, department, unit }: BudgetPlace,
  units: readonly KnownUnit[],
  fiscalYear: number,
): never {
  const years = [...new Set(units.flatMap((known) => known.years))].sort((a, b) => a - b);
  const place = unit ?? (department === undefined ? division : streamOf({ division, department }));
  const known = years.length === 0 ? { zh: '无', en: 'none' } : { zh: years.join('、'), en: years.join(', ') };
  const detail = {
    zh: `${place} 当时没有 ${fiscalYear} 年的记录；已有年度：${known.zh}。`,
    en: `${place} has no event of ${fiscalYear}, or had none by then; years with events: ${known.en}.`,
  };
  throw new Problem('not-found', detail, { years });
}
