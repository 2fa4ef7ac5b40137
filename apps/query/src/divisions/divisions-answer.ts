import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { position, stood } from '../http/standing-answer';
import { totals } from '../parts/totals-answer';

const division = z
  .strictObject({
    division: z.string(),
    name: z.string().optional().meta({ description: 'Absent where no code list names it: see CHARTS' }),
    years: z.array(z.int()).meta({ description: 'The years of which you may see anything' }),
    departments: z.int().meta({ description: 'How many have anything of the newest year that you may see' }),
    units: z.int().meta({ description: 'The same of units' }),
    newest: totals.extend({ year: z.int() }).optional().meta({
      description:
        '最新年度的合计；只能查阅其一部分的不列。 The newest year; absent where you may read only a part of it',
    }),
  })
  .register(SCHEMA_NAMES, { id: 'Division' });

export const divisionsAnswer = z
  .strictObject({
    divisions: z.array(division),
    position,
    limitedTo: stood.limitedTo,
    stopped: stood.stopped,
  })
  .meta({ title: 'Divisions' })
  .register(SCHEMA_NAMES, { id: 'Divisions' });
