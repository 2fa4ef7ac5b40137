import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { next, place, stream, whole } from '../http/answer-parts';
import { stood } from '../http/standing-answer';

export const staffing = z
  .strictObject({
    establishment: whole('total', 'administrative', 'publicInstitution'),
    actual: whole('total', 'serving', 'administrativeServing', 'publicInstitutionServing', 'retired'),
  })
  .register(SCHEMA_NAMES, { id: 'Staffing' });

const knownUnit = z
  .strictObject({
    division: z.string(),
    department: z.string(),
    departmentName: z.string(),
    unit: z.string(),
    name: z.string(),
    registeredOn: z
      .string()
      .meta({ description: 'The effective date of its first registration', example: '2023-01-01' }),
    staffing: staffing.optional(),
    years: z.array(z.int()).meta({ description: 'The years of which the unit has any event' }),
  })
  .register(SCHEMA_NAMES, { id: 'KnownUnit' });

export const unitsAnswer = z
  .strictObject({ ...place, units: z.array(knownUnit), next, ...stood })
  .meta({ title: 'Units' })
  .register(SCHEMA_NAMES, { id: 'Units' });

export const unitAnswer = knownUnit
  .extend({
    stream,
    ...stood,
  })
  .meta({ title: 'Unit' })
  .register(SCHEMA_NAMES, { id: 'Unit' });
