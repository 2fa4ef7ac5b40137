import { z } from 'zod';

import { basis } from './command-basis';
import { describedAs } from './command-words';
import { fiscalYear, paragraph, revision } from './fields';
import { SCHEMA_NAMES } from './schema-names';

export const reverseEvent = z
  .strictObject({ type: z.literal('ReverseEvent'), ...basis, reversedRevision: revision })
  .meta(describedAs('ReverseEvent'))
  .register(SCHEMA_NAMES, { id: 'ReverseEvent' });

export const closeYear = z
  .strictObject({ type: z.literal('CloseYear'), ...basis, fiscalYear })
  .meta(describedAs('CloseYear'))
  .register(SCHEMA_NAMES, { id: 'CloseYear' });

export const reopenYear = z
  .strictObject({ type: z.literal('ReopenYear'), ...basis, fiscalYear, reason: paragraph })
  .meta(describedAs('ReopenYear'))
  .register(SCHEMA_NAMES, { id: 'ReopenYear' });
