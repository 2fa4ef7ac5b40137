import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { next } from '../http/answer-parts';
import { stood } from '../http/standing-answer';
import { seenTotals } from './totals-answer';

const department = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    units: z.int().meta({ description: 'How many of its units have anything of the year' }),
    totals: seenTotals,
  })
  .register(SCHEMA_NAMES, { id: 'DepartmentTotals' });

const unit = z
  .strictObject({
    code: z.string().meta({ description: 'Three digits are the department itself: what it has not handed down yet' }),
    name: z.string(),
    totals: seenTotals,
  })
  .register(SCHEMA_NAMES, { id: 'UnitTotals' });

export const departmentsAnswer = z
  .strictObject({ division: z.string(), year: z.int(), departments: z.array(department), next, ...stood })
  .meta({ title: 'Departments' })
  .register(SCHEMA_NAMES, { id: 'Departments' });

export const yearUnitsAnswer = z
  .strictObject({
    division: z.string(),
    department: z.string(),
    year: z.int(),
    units: z.array(unit),
    next,
    ...stood,
  })
  .meta({ title: 'YearUnits' })
  .register(SCHEMA_NAMES, { id: 'YearUnits' });
