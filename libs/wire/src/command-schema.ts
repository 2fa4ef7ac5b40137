import { z } from 'zod';

import { transferToDepartment } from './budget-commands';
import { combinable, combineCommands } from './combined-commands';
import { SCHEMA_NAMES } from './schema-names';
import { stopEarly } from './stop-early';
import { closeYear, reopenYear, reverseEvent } from './year-commands';

/** One schema for HTTP, Kafka and OpenAPI. */
export const commandSchema = z
  .discriminatedUnion('type', [
    ...combinable,
    transferToDepartment,
    reverseEvent,
    closeYear,
    reopenYear,
    combineCommands,
  ])
  .meta({ title: 'Command' })
  .register(SCHEMA_NAMES, { id: 'Command' });
stopEarly(commandSchema);
