import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { codeAndName } from '../http/answer-parts';
import { made } from '../http/standing-answer';
import { level, measure, tableParts } from '../tables/table-answer';
import { explanationParts, sections } from './explanation-answer';

const titledSections = z.strictObject({ title: z.string(), sections });
export const publicationAnswer = z
  .strictObject({
    title: z.string(),
    level,
    unit: codeAndName,
    year: z.int(),
    measure,
    overview: titledSections,
    tables: z.strictObject({ title: z.string(), tables: z.array(tableParts) }),
    explanation: explanationParts,
    glossary: titledSections,
    ...made,
  })
  .meta({ title: 'Publication' })
  .register(SCHEMA_NAMES, { id: 'Publication' });
