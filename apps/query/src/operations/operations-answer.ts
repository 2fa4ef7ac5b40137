import { IDENTIFICATION_NAMES } from '#domain';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { stopped } from '../http/standing-answer';

const partitionLag = z
  .strictObject({
    partition: z.int(),
    next: z.int().meta({ description: 'The next offset that the tables will take' }),
    end: z.int().meta({ description: 'The offset behind the last record of the log' }),
    records: z.int(),
    seconds: z.int().nullable().meta({
      description: 'How long the first record that the tables lack has been waiting; null where nobody can tell',
    }),
  })
  .register(SCHEMA_NAMES, { id: 'PartitionLag' });

const follower = z
  .strictObject({
    actor: z.string(),
    by: namedEnum(IDENTIFICATION_NAMES),
    connections: z.int(),
    since: z.iso.datetime().meta({ description: 'Of the first of them' }),
    division: z.string().optional().meta({ description: 'What is followed; all of it where it is absent' }),
    department: z.string().optional(),
    unit: z.string().optional(),
    year: z.int().optional(),
    table: z.int().optional(),
  })
  .register(SCHEMA_NAMES, { id: 'Follower' });

export const operationsAnswer = z
  .strictObject({
    at: z.iso.datetime(),
    lag: z.strictObject({
      partitions: z.array(partitionLag),
      unavailable: z.string().optional().meta({ description: 'Why it cannot be told; then there are no partitions' }),
    }),
    stopped: z.array(stopped.unwrap().element).meta({ description: 'Streams that wait for an operator' }),
    connected: z.strictObject({
      connections: z.int().meta({ description: 'Subscriptions of this query service alone' }),
      followers: z.array(follower),
    }),
  })
  .register(SCHEMA_NAMES, { id: 'Operations' });
