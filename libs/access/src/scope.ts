import { createHash } from 'node:crypto';

import { departmentOf } from '#domain';

import { isAmong, isIn } from './limits';
import type { Demand, Grant } from './may';

/** Where a grant reaches, whatever its role. */
export type Extent = Pick<Grant, 'divisions' | 'departments' | 'units' | 'years'>;

/** What stands at a place in a year; a part that is left out cannot be told, so that a limit on it lets nothing through. */
export type Placed = Pick<Demand, 'division' | 'department' | 'unit' | 'year'>;

/** The departments of a division that are seen as a whole, and the units that are seen besides. */
export interface Within {
  departments: readonly string[];
  units: readonly string[];
}

/** All that somebody may read by one action: whatever lies within one of the extents. A list is cut to it. */
export class Scope {
  readonly extents: readonly Extent[];

  constructor(extents: readonly Extent[]) {
    this.extents = extents.flatMap(withOwnUnits);
  }

  /** Whether it has no limit at all. */
  get isWhole(): boolean {
    return this.extents.some(
      ({ divisions, departments, units, years }) => !(divisions ?? departments ?? units ?? years),
    );
  }

  /** What of it reaches departments as a whole, for what is no unit's own. */
  get ofDepartments(): Scope {
    return new Scope(this.extents.filter(({ units }) => units === undefined));
  }

  /** What of it reaches departments as a whole and in every year, for what is a stream's. */
  get ofStreams(): Scope {
    return new Scope(this.extents.filter(({ units, years }) => units === undefined && years === undefined));
  }

  /** Whether all of what stands there is seen. */
  covers({ division, department, unit, year }: Placed): boolean {
    return this.extents.some(
      (extent) =>
        isAmong(extent.divisions, division) &&
        isAmong(extent.departments, department) &&
        isAmong(extent.units, unit) &&
        isIn(extent.years, year),
    );
  }

  /** Whether anything that stands there may be seen; a part that is left out is all of it. */
  touches(place: Placed): boolean {
    return this.narrowed(place).length > 0;
  }

  /** The departments and units of a division that are seen, in one year or in any; nothing where all of it is. */
  within(place: { division: string; year?: number }): Within | undefined {
    const extents = this.narrowed(place);
    if (extents.some(({ departments, units }) => departments === undefined && units === undefined)) return undefined;
    return {
      departments: unique(
        extents.flatMap(({ departments, units }) => (units === undefined ? (departments ?? []) : [])),
      ),
      units: unique(extents.flatMap(({ units = [] }) => units)),
    };
  }

  /** One short word for it: what was cut to another scope is another answer. */
  get mark(): string {
    return createHash('sha256').update(JSON.stringify(this.extents)).digest('hex').slice(0, 12);
  }

  /** The extents that have anything of a place. */
  private narrowed({ division, department, unit, year }: Placed): Extent[] {
    const at = department ?? (unit === undefined ? undefined : departmentOf(unit));
    return this.extents.filter(
      ({ divisions, departments, units, years }) =>
        mayBe(divisions, division) &&
        mayBe(departments, at) &&
        mayBe(units, unit) &&
        (unit !== undefined ||
          at === undefined ||
          units === undefined ||
          units.some((each) => departmentOf(each) === at)) &&
        (year === undefined || isIn(years, year)),
    );
  }
}

/** Of who may read nothing. */
export const NOTHING = new Scope([]);

/** Units of other departments than its own are none of an extent's; one that has nothing is none. */
function withOwnUnits({ divisions, departments, units, years }: Extent): Extent[] {
  const own = units?.filter((unit) => isAmong(departments, departmentOf(unit)));
  if (own?.length === 0 || (years?.from ?? -Infinity) > (years?.to ?? Infinity)) return [];
  return [
    {
      ...(divisions === undefined ? {} : { divisions }),
      ...(departments === undefined ? {} : { departments }),
      ...(own === undefined ? {} : { units: own }),
      ...(years === undefined ? {} : { years }),
    },
  ];
}

function mayBe<T>(allowed: readonly T[] | undefined, value: T | undefined): boolean {
  return allowed === undefined || value === undefined || allowed.includes(value);
}

function unique(codes: readonly string[]): string[] {
  return [...new Set(codes)];
}
