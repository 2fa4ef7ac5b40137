import {
  amountsInYuan,
  CATEGORIES,
  CATEGORY_NAMES,
  emptyLine,
  PROCUREMENT_NAMES,
  SOURCE_NAMES,
  SOURCES,
} from '#domain';
import { z } from 'zod';

import { namedEnum } from './named-enum';

/** What every message that leaves the ledger is made of: places, lines and amounts. */
export const division = z.string().meta({ description: '行政区划, six digits', example: '361100' });
export const department = z.string().meta({ description: '部门, three digits', example: '126' });
export const unit = z
  .string()
  .meta({ description: '单位, six digits; three are the pool of the department (待下达)', example: '126001' });
export const year = z.int().meta({ description: 'Fiscal year', example: 2024 });
export const stream = z.string().meta({ description: 'division/department', example: '361100/126' });
export const revision = z.int().min(1).meta({ description: 'Of the stream' });
export const hash = z.string().meta({ description: "SHA-256 of a record's exact bytes, in lowercase hex" });
export const log = z.string().meta({ description: 'Hash of the first record of the log, which no other log has' });
export const instant = z.iso.datetime();
export const tableNumber = z.int().min(1).max(11).meta({ description: 'A statutory table' });

const yuan = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ description: 'Yuan, two places', example: '834200.00' });

type AmountName = keyof ReturnType<typeof amountsInYuan>;
/** The names come from the function that gives the amounts, so that a new column is described as soon as it is given. */
const AMOUNT_NAMES = Object.keys(
  amountsInYuan(emptyLine({ unit: '', source: SOURCES[0], function: '', economic: '', category: CATEGORIES[0] }, 0)),
) as AmountName[];
const amountShape = Object.fromEntries(AMOUNT_NAMES.map((name) => [name, yuan])) as Record<AmountName, typeof yuan>;

export const amounts = z.strictObject(amountShape);

export const dimensionShape = {
  unit,
  source: namedEnum(SOURCE_NAMES),
  function: z.string().meta({ description: '支出功能分类, seven digits', example: '2012901' }),
  economic: z.string().meta({ description: '部门预算支出经济分类', example: '30101' }),
  category: namedEnum(CATEGORY_NAMES),
  project: z.string().optional(),
  originYear: z.int().optional().meta({ description: 'The year whose money a carried-over line holds' }),
  procurement: namedEnum(PROCUREMENT_NAMES).optional(),
};

export const lineWithAmounts = z.strictObject({ ...dimensionShape, ...amountShape });
