import { z } from 'zod';

import { basis } from './command-basis';
import { describedAs } from './command-words';
import { fiscalYear, name, performanceTargets, unitCode } from './fields';
import { sections } from './publication-text';
import { SCHEMA_NAMES } from './schema-names';

export const setPerformanceTargets = z
  .strictObject({
    type: z.literal('SetPerformanceTargets'),
    ...basis,
    fiscalYear,
    unit: unitCode,
    project: name.optional(),
    ...performanceTargets,
  })
  .meta(describedAs('SetPerformanceTargets'))
  .register(SCHEMA_NAMES, { id: 'SetPerformanceTargets' });

export const setPublicationText = z
  .strictObject({ type: z.literal('SetPublicationText'), ...basis, fiscalYear, unit: unitCode, sections })
  .meta(describedAs('SetPublicationText'))
  .register(SCHEMA_NAMES, { id: 'SetPublicationText' });
