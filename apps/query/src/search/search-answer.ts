import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { position, stood } from '../http/standing-answer';
import { SEARCH_KIND_NAMES } from './search-request';

/** How what was found fits, the best first. */
export const MATCH_NAMES = {
  code: '编码相同',
  'code-prefix': '编码开头',
  'name-prefix': '名称开头',
  'name-part': '名称的一部分',
  pinyin: '拼音',
} as const;

const hit = z
  .strictObject({
    kind: namedEnum(SEARCH_KIND_NAMES),
    match: namedEnum(MATCH_NAMES),
    name: z.string(),
    code: z.string().meta({ description: 'Of a project its name, of a document its number' }),
    division: z.string().optional(),
    divisionName: z.string().optional(),
    department: z.string().optional(),
    unit: z.string().optional(),
    of: z
      .string()
      .optional()
      .meta({ description: 'What the department of a unit is called, or the unit of a project' }),
    years: z.array(z.int()).optional().meta({ description: 'Of a project: those of which you may see anything of it' }),
    year: z.int().optional().meta({ description: 'The newest year of which you may see figures of it' }),
    revision: z
      .int()
      .optional()
      .meta({ description: 'Of a document: the first event of its department that bears it' }),
    type: z.string().optional().meta({ description: 'Of a document: the type of that event' }),
    effectiveDate: z.iso.date().optional(),
  })
  .register(SCHEMA_NAMES, { id: 'Hit' });
export type Hit = z.output<typeof hit>;

export const searchAnswer = z
  .strictObject({ q: z.string(), hits: z.array(hit), position, limitedTo: stood.limitedTo, stopped: stood.stopped })
  .meta({ title: 'Search' })
  .register(SCHEMA_NAMES, { id: 'Search' });
