import { MEASURE_NAMES } from '#domain';
import { REPORT_LEVEL_NAMES, REPORT_MEASURE_NAMES } from '#report';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { codeAndName, texts, wan } from '../http/answer-parts';
import { made } from '../http/standing-answer';
import { staffing } from '../units/unit-answer';

export const level = namedEnum(REPORT_LEVEL_NAMES).meta({
  description: 'What the budget is called: a unit that is all of its department publishes as the department',
});

export const measure = namedEnum(REPORT_MEASURE_NAMES);

/** How a column is set. */
export const ALIGNMENT_NAMES = { left: '左对齐', right: '右对齐' } as const;

const block = z
  .strictObject({
    unit: codeAndName,
    department: codeAndName,
    staffing: staffing.nullable(),
    project: z.string().nullable(),
    declaredFunds: z.strictObject({
      total: wan,
      fiscalAppropriation: wan.nullable(),
      otherFunds: wan.nullable(),
      carriedOver: wan.nullable(),
      basic: wan.nullable(),
      project: wan.nullable(),
    }),
    tasks: z.array(texts('name', 'content')),
    goals: z.array(z.string()),
    indicators: z.array(texts('level1', 'level2', 'level3', 'value').extend({ remark: z.string().optional() })),
  })
  .register(SCHEMA_NAMES, { id: 'TableBlock' });

/** Cells are strings exactly as they are printed. */
export const tableParts = z
  .strictObject({
    table: z.string(),
    title: z.string(),
    level,
    unit: codeAndName.meta({ description: '填报单位' }),
    year: z.int(),
    measure,
    currencyUnit: z.literal('万元'),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())).meta({ description: 'Cells as printed; zero is blank' }),
    addresses: z
      .array(z.array(z.string()))
      .meta({ description: 'The address of each cell, row/column, to be asked about under cells/; empty for text' }),
    notes: z.array(z.string()),
    alignments: z.array(namedEnum(ALIGNMENT_NAMES)).meta({ description: 'How each column is set' }),
    landscape: z.boolean().meta({ description: 'Whether the table is printed across the page' }),
    details: z
      .strictObject({ blocks: z.array(block) })
      .optional()
      .meta({ description: 'Tables 10 and 11: what they say besides their indicators' }),
  })
  .register(SCHEMA_NAMES, { id: 'TableParts' });
export const tableAnswer = tableParts
  .extend({
    measure: namedEnum(MEASURE_NAMES),
    amountsYuan: z
      .array(z.array(z.string()))
      .optional()
      .meta({ description: 'With exact=true: the exact amount of each cell in yuan; empty for text' }),
    ...made,
  })
  .meta({ title: 'Table' })
  .register(SCHEMA_NAMES, { id: 'Table' });
