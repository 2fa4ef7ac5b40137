import { COMMAND_KINDS, type Role } from '#access';
import { IDENTIFICATION_NAMES } from '#domain';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  poster: '记账',
  approver: '审批',
  auditor: '审计',
  reader: '查阅',
  operator: '运维',
  steward: '单位登记',
};

const grant = z
  .strictObject({
    role: namedEnum(ROLE_NAMES),
    divisions: z.array(z.string()).optional(),
    departments: z.array(z.string()).optional(),
    units: z.array(z.string()).optional(),
    years: z.strictObject({ from: z.int().optional(), to: z.int().optional() }).optional(),
    commands: z.array(z.enum(COMMAND_KINDS)).optional(),
    upToYuan: z.string().optional(),
  })
  .meta({ description: 'A limit that is left out does not limit' })
  .register(SCHEMA_NAMES, { id: 'Grant' });

export const meAnswer = z
  .strictObject({
    signedIn: z.boolean(),
    actor: z.string().optional().meta({ description: 'The name that events carry' }),
    identifiedBy: namedEnum(IDENTIFICATION_NAMES).optional(),
    onBehalfOf: z.string().optional().meta({ description: 'For whom the actor acts, where the token says so' }),
    grants: z.array(grant).meta({ description: 'By the file of rights as it stands now; of nobody there is none' }),
    publicReading: z.boolean().meta({
      description: '是否向所有人公开批准报表和公开文本。 Whether everybody may read what is published',
    }),
    ask: z.string().optional().meta({ description: 'Whom to ask for more' }),
  })
  .meta({ title: 'Me' })
  .register(SCHEMA_NAMES, { id: 'Me' });

export type MeAnswer = z.output<typeof meAnswer>;
