import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { codeAndName } from '../http/answer-parts';
import { made } from '../http/standing-answer';
import { level, measure } from '../tables/table-answer';

const sentence = z
  .strictObject({
    text: z.string(),
    measure: z.string().nullable().meta({ description: 'The measure whose figures the sentence states' }),
    reason: z.string().optional().meta({ description: 'The recorded reason of its change' }),
  })
  .register(SCHEMA_NAMES, { id: 'Sentence' });
export const sections = z.array(
  z.strictObject({
    heading: z.string(),
    depth: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    paragraphs: z.array(z.array(sentence)).meta({ description: 'Sentences, which one after the other are the text' }),
  }),
);
export const explanationParts = z
  .strictObject({
    title: z.string(),
    level,
    unit: codeAndName,
    year: z.int(),
    priorYear: z.int(),
    measure,
    sections,
    unplacedReasons: z
      .array(z.strictObject({ measure: z.string(), reason: z.string() }))
      .meta({ description: 'Recorded reasons that no sentence gives' }),
  })
  .register(SCHEMA_NAMES, { id: 'ExplanationParts' });
export const explanationAnswer = explanationParts
  .extend(made)
  .meta({ title: 'Explanation' })
  .register(SCHEMA_NAMES, { id: 'Explanation' });
