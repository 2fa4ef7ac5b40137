import { z } from 'zod';

import { SCHEMA_NAMES } from './schema-names';

const fieldError = z
  .strictObject({
    field: z.string().meta({ example: 'lines[2].amountYuan' }),
    message: z.string().meta({ description: 'Chinese first, as 中文。 English' }),
  })
  .register(SCHEMA_NAMES, { id: 'FieldError' });

/** RFC 9457. Each code has fields of its own besides these. */
export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable', example: 'line-below-zero' }),
    errors: z.array(fieldError).optional(),
    figures: z
      .array(z.looseObject({ field: z.string() }))
      .optional()
      .meta({ description: 'Of a refusal: the first thousand; its event has all of them' }),
    figuresLeftOut: z.int().optional().meta({ description: 'How many figures are not told here' }),
    legalSource: z.string().optional(),
  })
  .meta({ title: 'Problem', description: 'RFC 9457' })
  .register(SCHEMA_NAMES, { id: 'Problem' });
