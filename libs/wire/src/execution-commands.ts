import { z } from 'zod';

import { basis, lines } from './command-basis';
import { describedAs } from './command-words';
import { anyLine, carriedLineOrPool, declaredYuan, fiscalYear, name, revision, unitCode } from './fields';
import { ceilingScopeOf } from './said-shapes';
import { SCHEMA_NAMES } from './schema-names';

export const freezeFunds = z
  .strictObject({ type: z.literal('FreezeFunds'), ...basis, fiscalYear, lines: lines(anyLine) })
  .meta(describedAs('FreezeFunds'))
  .register(SCHEMA_NAMES, { id: 'FreezeFunds' });

export const releaseFunds = z
  .strictObject({
    type: z.literal('ReleaseFunds'),
    ...basis,
    fiscalYear,
    freezeRevision: revision,
    lines: lines(anyLine).optional().meta({
      description: '明细：不填则解冻全部余额。 The lines to release; without them all that the freeze still holds',
    }),
  })
  .meta(describedAs('ReleaseFunds'))
  .register(SCHEMA_NAMES, { id: 'ReleaseFunds' });

export const recordPayment = z
  .strictObject({
    type: z.literal('RecordPayment'),
    ...basis,
    fiscalYear,
    lines: lines(anyLine),
    freezeRevision: revision.optional(),
    final: z.boolean().optional(),
    beyondFreeze: z.boolean().optional(),
  })
  // Without its freeze a last payment would release nothing, and whoever asked for it would think that it had.
  .refine(({ final, freezeRevision }) => final !== true || freezeRevision !== undefined, {
    message:
      '须与 freezeRevision 同时填写，说明是哪笔冻结的最后一次支付。 goes with freezeRevision, which says whose last payment it is',
    path: ['final'],
  })
  .refine(({ beyondFreeze, freezeRevision }) => beyondFreeze !== true || freezeRevision !== undefined, {
    message:
      '须与 freezeRevision 同时填写，说明超出哪笔冻结。 goes with freezeRevision, which says which freeze it goes beyond',
    path: ['beyondFreeze'],
  })
  .meta(describedAs('RecordPayment'))
  .register(SCHEMA_NAMES, { id: 'RecordPayment' });

export const recordRefund = z
  .strictObject({ type: z.literal('RecordRefund'), ...basis, fiscalYear, lines: lines(anyLine) })
  .meta(describedAs('RecordRefund'))
  .register(SCHEMA_NAMES, { id: 'RecordRefund' });

export const reclaimBalance = z
  .strictObject({ type: z.literal('ReclaimBalance'), ...basis, fiscalYear, lines: lines(carriedLineOrPool) })
  .meta(describedAs('ReclaimBalance'))
  .register(SCHEMA_NAMES, { id: 'ReclaimBalance' });

const ceilingScope = ceilingScopeOf(unitCode, name);

export const setCeiling = z
  .strictObject({
    type: z.literal('SetCeiling'),
    ...basis,
    fiscalYear,
    scope: ceilingScope,
    limitYuan: z.union([declaredYuan, z.null()]),
  })
  .meta(describedAs('SetCeiling'))
  .register(SCHEMA_NAMES, { id: 'SetCeiling' });
