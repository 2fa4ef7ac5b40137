import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { stream } from '../http/answer-parts';
import { stood } from '../http/standing-answer';

/** Columns and not rows: the names of fields would be most of it. */
const columns = z
  .strictObject({
    revision: z.array(z.int()),
    type: z.array(z.int()).meta({ description: 'Of each event, the place of its type in types' }),
    effectiveOn: z.array(z.iso.date().nullable()),
    recordedAt: z.array(z.int()).meta({ description: 'Milliseconds since 1970, UTC' }),
    offset: z.array(z.int()).meta({ description: 'partition:offset is the position behind each event' }),
  })
  .register(SCHEMA_NAMES, { id: 'TimelineColumns' });

export const timelineAnswer = z
  .strictObject({
    stream,
    partition: z.int().optional().meta({ description: 'Where the stream stands in the log; absent of an empty page' }),
    types: z.array(z.string()).meta({ description: 'The types of the events' }),
    events: columns,
    next: z.int().optional().meta({ description: 'Go on with after=next; absent on the newest page' }),
    ...stood,
  })
  .meta({ title: 'Timeline', description: 'One entry an event in each column, by revision; refusals are left out' })
  .register(SCHEMA_NAMES, { id: 'Timeline' });
