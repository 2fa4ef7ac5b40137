import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { hash } from '../http/answer-parts';

/** What an event is told by. */
export const eventName = z
  .strictObject({
    eventId: z.string().meta({ example: '361100/126@7' }),
    type: z.string(),
    actor: z.string(),
    documentNumber: z.string().optional(),
    effectiveDate: z.iso.date().optional(),
    recordedAt: z.iso.datetime(),
    revision: z.int(),
    hash,
    partition: z.int(),
    offset: z.int(),
  })
  .register(SCHEMA_NAMES, { id: 'EventName' });
