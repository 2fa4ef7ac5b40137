import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { hash, stream } from '../http/answer-parts';
import { position, stood, stopped } from '../http/standing-answer';

export const streamAnswer = z
  .strictObject({
    stream,
    revision: z.int().meta({ description: 'Of its newest event' }),
    hash,
    time: z.iso.datetime().meta({ description: 'When its newest event was recorded' }),
    position,
    effectiveOn: stood.effectiveOn,
    stopped,
  })
  .meta({ title: 'Stream' })
  .register(SCHEMA_NAMES, { id: 'Stream' });
