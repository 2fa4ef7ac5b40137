import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { hash, stream } from '../http/answer-parts';
import { stood } from '../http/standing-answer';
import { auditEvent } from '../streams/audit-trail-answer';

const neighbour = z
  .strictObject({
    revision: z.int(),
    hash,
    prevhash: z.string().meta({ description: 'The hash that it names as its parent’s' }),
    href: z.string(),
  })
  .register(SCHEMA_NAMES, { id: 'NeighbourEvent' });

const record = z
  .strictObject({
    base64: z.string().meta({ description: 'The exact bytes as they stand in the log' }),
    text: z.string().optional().meta({ description: 'The same as text; absent where they are none' }),
    sha256: hash,
    isSame: z
      .boolean()
      .meta({ description: '与读到时的哈希相同。 Whether that is the hash by which the event was read' }),
  })
  .register(SCHEMA_NAMES, { id: 'StoredRecord' });

export const eventAnswer = z
  .strictObject({
    stream,
    event: auditEvent,
    record: record.optional().meta({ description: 'Read from the log just now' }),
    recordUnavailable: z
      .string()
      .optional()
      .meta({ description: 'Why the record could not be read, where it could not' }),
    before: neighbour.optional().meta({ description: 'Absent of the first event' }),
    behind: neighbour.optional().meta({ description: 'Absent of the newest event' }),
    ...stood,
  })
  .meta({ title: 'Event' })
  .register(SCHEMA_NAMES, { id: 'Event' });

export type EventAnswer = z.output<typeof eventAnswer>;
