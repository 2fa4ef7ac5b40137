import { accessRecord, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

export const accessAnswer = z
  .strictObject({
    from: z.string().meta({ description: 'The first day that was asked for' }),
    to: z.string().meta({ description: 'The last day that was asked for' }),
    records: z.array(accessRecord),
    next: z.string().optional().meta({
      description:
        '下一页的 cursor；一页可能不满甚至为空而仍有下一页。 Go on with cursor=next; a page may hold fewer than limit, or none, and have a next one',
    }),
  })
  .register(SCHEMA_NAMES, { id: 'AccessRecords' });

export type AccessAnswer = z.output<typeof accessAnswer>;
