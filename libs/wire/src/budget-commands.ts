import { ADJUSTMENT_NAMES, CARRY_OVER_NAMES } from '#domain';
import { z } from 'zod';

import { basis, lines } from './command-basis';
import { describedAs } from './command-words';
import {
  anyLine,
  anyLineOrPool,
  approvedLineOrPool,
  carriedLineOrPool,
  department,
  fiscalYear,
  freshLine,
  name,
  openingLineOrPool,
  poolLine,
  staffing,
  unitCode,
} from './fields';
import { namedEnum } from './named-enum';
import { SCHEMA_NAMES } from './schema-names';

export const registerUnit = z
  .strictObject({
    type: z.literal('RegisterUnit'),
    ...basis,
    unit: unitCode,
    name,
    departmentName: name,
    staffing: staffing.optional(),
    newSpelling: z.boolean().optional(),
  })
  .meta(describedAs('RegisterUnit'))
  .register(SCHEMA_NAMES, { id: 'RegisterUnit' });

export const allocateBudget = z
  .strictObject({ type: z.literal('AllocateBudget'), ...basis, fiscalYear, lines: lines(approvedLineOrPool) })
  .meta(describedAs('AllocateBudget'))
  .register(SCHEMA_NAMES, { id: 'AllocateBudget' });

export const handDownBudget = z
  .strictObject({
    type: z.literal('HandDownBudget'),
    ...basis,
    fiscalYear,
    from: lines(poolLine),
    to: lines(anyLine),
  })
  .meta(describedAs('HandDownBudget'))
  .register(SCHEMA_NAMES, { id: 'HandDownBudget' });

const carryOverBasis = { type: z.literal('CarryOverBalance'), ...basis, fiscalYear };
const yearEndBasis = {
  ...carryOverBasis,
  opening: z.literal(false).optional(),
  lines: lines(anyLineOrPool).meta({ description: '上年的明细。 Lines of the year before' }),
};
export const carryOverBalance = z
  .discriminatedUnion('opening', [
    z
      .strictObject({
        ...carryOverBasis,
        kind: namedEnum(CARRY_OVER_NAMES),
        opening: z.literal(true),
        lines: lines(openingLineOrPool),
      })
      .meta({ title: '期初结转', description: '文件列明的上年余额。 The opening balance that the document states' }),
    z.discriminatedUnion('kind', [
      z.strictObject({ ...yearEndBasis, kind: z.literal('carry-forward') }).meta({ title: '年终结转' }),
      z
        .strictObject({
          ...yearEndBasis,
          kind: z.literal('surplus'),
          to: lines(carriedLineOrPool).optional().meta({
            description:
              '转入的明细：不填则保持用途。 The lines of this year that get the money; without them it keeps its purpose',
          }),
        })
        .meta({ title: '年终结余' }),
    ]),
  ])
  .meta(describedAs('CarryOverBalance'))
  .register(SCHEMA_NAMES, { id: 'CarryOverBalance' });

const adjustBasis = { type: z.literal('AdjustBudget'), ...basis, fiscalYear };
export const adjustBudget = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ ...adjustBasis, kind: z.literal('supplement'), lines: lines(freshLine) })
      .meta({ title: ADJUSTMENT_NAMES.supplement }),
    z
      .strictObject({ ...adjustBasis, kind: z.literal('cut'), lines: lines(anyLineOrPool) })
      .meta({ title: ADJUSTMENT_NAMES.cut }),
    z
      .strictObject({ ...adjustBasis, kind: z.literal('transfer'), from: lines(anyLine), to: lines(anyLine) })
      .meta({ title: ADJUSTMENT_NAMES.transfer }),
  ])
  .meta(describedAs('AdjustBudget'))
  .register(SCHEMA_NAMES, { id: 'AdjustBudget' });

export const transferToDepartment = z
  .strictObject({
    type: z.literal('TransferToDepartment'),
    ...basis,
    fiscalYear,
    toDepartment: department,
    from: lines(anyLine),
    to: lines(anyLine),
  })
  .meta(describedAs('TransferToDepartment'))
  .register(SCHEMA_NAMES, { id: 'TransferToDepartment' });
