import { Problem } from '#platform';
import { departmentOf } from '#domain';
import {
  type BudgetPlace,
  type BudgetReading,
  type Database,
  type MadeLine,
  readBudget,
  readMadeLines,
} from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { DATABASE } from './configuration';

/** What a unit, a department or a division has of a year of which there is any event, and of the year before it if there is any. */
export class ReadBudget extends Query<BudgetReading> {
  constructor(
    readonly place: BudgetPlace,
    readonly fiscalYear: number,
  ) {
    super();
  }
}

@QueryHandler(ReadBudget)
export class ReadBudgetHandler implements IQueryHandler<ReadBudget> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ place, fiscalYear }: ReadBudget): Promise<BudgetReading> {
    const reading = (await readBudget(this.database, place, [fiscalYear - 1, fiscalYear])) ?? unknownPlace(place);
    if (!reading.years.has(fiscalYear)) unknownYear(place, reading, fiscalYear);
    return reading;
  }
}

/** The lines of a unit, a department or a division, each with the events that made it. */
export class ReadMadeLines extends Query<{ lines: MadeLine[]; position: string }> {
  constructor(
    readonly place: BudgetPlace,
    readonly fiscalYear: number,
  ) {
    super();
  }
}

@QueryHandler(ReadMadeLines)
export class ReadMadeLinesHandler implements IQueryHandler<ReadMadeLines> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ place, fiscalYear }: ReadMadeLines): Promise<{ lines: MadeLine[]; position: string }> {
    const { unit, department = unit === undefined ? undefined : departmentOf(unit) } = place;
    const whole = { ...place, ...(department === undefined ? {} : { department }) };
    const reading = (await readMadeLines(this.database, whole, fiscalYear)) ?? unknownPlace(place);
    if (reading.lines.length > 0) return reading;
    // A year without lines may be known for its targets, or not at all.
    const budget = (await readBudget(this.database, place, [fiscalYear])) ?? unknownPlace(place);
    return budget.years.has(fiscalYear) ? reading : unknownYear(place, budget, fiscalYear);
  }
}

function unknownPlace({ division, department, unit }: BudgetPlace): never {
  if (unit !== undefined) {
    throw new Problem('not-found', {
      zh: `行政区划 ${division} 没有登记单位 ${unit}。`,
      en: `Unit ${unit} of division ${division} is not registered.`,
    });
  }
  if (department !== undefined) {
    throw new Problem('not-found', {
      zh: `行政区划 ${division} 的部门 ${department} 没有登记任何单位。`,
      en: `Department ${department} of division ${division} has no registered unit.`,
    });
  }
  throw new Problem('not-found', {
    zh: `行政区划 ${division} 没有登记任何单位。`,
    en: `Division ${division} has no registered unit.`,
  });
}

/** An empty table would say zero, and nothing is known. */
function unknownYear({ division, department, unit }: BudgetPlace, { units }: BudgetReading, fiscalYear: number): never {
  const years = [...new Set(units.flatMap((known) => known.years))].sort((a, b) => a - b);
  const known = years.length === 0 ? { zh: '无', en: 'none' } : { zh: years.join('、'), en: years.join(', ') };
  const who =
    unit !== undefined
      ? { zh: `单位 ${unit}`, en: `Unit ${unit}` }
      : department !== undefined
        ? { zh: `部门 ${department}`, en: `Department ${department}` }
        : { zh: `行政区划 ${division}`, en: `Division ${division}` };
  const detail = {
    zh: `${who.zh} 没有 ${fiscalYear} 年的记录；已有年度：${known.zh}。`,
    en: `${who.en} has no event of ${fiscalYear}; years with events: ${known.en}.`,
  };
  throw new Problem('not-found', detail, { years });
}
