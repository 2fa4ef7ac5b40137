import { placeOfStream, type Staffing } from '#domain';

import type { Sayings } from './sayings';

/** A registered unit with the years of which it has any event. */
export interface KnownUnit {
  division: string;
  department: string;
  departmentName: string;
  unit: string;
  name: string;
  /** From which day on it was registered first. */
  registeredOn: string;
  staffing?: Staffing;
  years: number[];
}

/** What the newest saying of a unit says, and from when on its first one counts. */
interface UnitRow {
  stream: string;
  unit: string;
  first_date: string | null;
  content: Sayings['unit'];
  years: number[];
}

export function knownUnitOf({ stream, unit, first_date, content, years }: UnitRow): KnownUnit {
  const { name, departmentName, staffing } = content;
  return {
    ...placeOfStream(stream),
    departmentName,
    unit,
    name,
    registeredOn: first_date ?? '',
    ...(staffing === undefined ? {} : { staffing }),
    years,
  };
}
