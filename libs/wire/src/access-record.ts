import { z } from 'zod';

import { instant } from './line-schema';
import { namedEnum } from './named-enum';
import { SCHEMA_NAMES } from './schema-names';

/** By what a caller came. */
export const ACCESS_WAY_NAMES = { http: 'HTTP', kafka: 'Kafka' } as const;
/** What became of it: only reads of much at once are recorded where they were granted, for events tell of what was written. */
export const ACCESS_OUTCOME_NAMES = { refused: '被拒绝', granted: '已读取', lost: '未能留存' } as const;

/** A record of budget.access: an attempt that was refused, or a read of a whole division, of a file or of an audit trail. */
export const accessRecord = z
  .strictObject({
    at: instant.meta({ description: 'When it was first tried' }),
    until: instant.optional().meta({ description: 'When it was last tried, where times is more than one' }),
    times: z.int().min(1).meta({
      description: 'How often within a minute. 一分钟内同一人、同一地址、同一原因合为一条',
    }),
    outcome: namedEnum(ACCESS_OUTCOME_NAMES),
    way: namedEnum(ACCESS_WAY_NAMES),
    actor: z.string().optional().meta({ description: 'Absent where nobody was known by what was sent' }),
    how: z.string().optional().meta({ description: 'By what the actor was known: token, key, oidc, mtls' }),
    address: z.string().optional().meta({ description: "The client's address; of IPv6 its network of 64 bits" }),
    action: z.string().meta({ description: 'What was asked for', example: 'post' }),
    resource: z.string().optional().meta({ description: 'Of what; the last one', example: '361100/126' }),
    code: z.string().optional().meta({ description: 'The code of the problem that it was answered by' }),
    service: z.string().meta({ description: 'LEDGER_ID' }),
  })
  .meta({ title: 'AccessRecord', description: 'No token, no password and no claim of a token stands in it' })
  .register(SCHEMA_NAMES, { id: 'AccessRecord' });

export type AccessRecord = z.output<typeof accessRecord>;
