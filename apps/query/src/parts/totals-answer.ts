import { yuanOf } from '#domain';
import type { Totals } from '#read-model';
import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { yuan } from '../http/answer-parts';

export const totals = z
  .strictObject({
    originalYuan: yuan,
    currentYuan: yuan,
    availableYuan: yuan,
    paidYuan: yuan,
    refundedYuan: yuan,
    frozenYuan: yuan,
  })
  .register(SCHEMA_NAMES, { id: 'Totals' });
type TotalsAnswer = z.output<typeof totals>;

export const TOTALS = Object.keys(totals.shape) as (keyof TotalsAnswer)[];

export const seenTotals = totals.optional().meta({
  description: '合计；只能查阅其一部分的不列。 Absent where you may read only a part of what it is the sum of',
});

export function totalsAnswerOf({ original, current, available, paid, refunded, frozen }: Totals): TotalsAnswer {
  return {
    originalYuan: yuanOf(original),
    currentYuan: yuanOf(current),
    availableYuan: yuanOf(available),
    paidYuan: yuanOf(paid),
    refundedYuan: yuanOf(refunded),
    frozenYuan: yuanOf(frozen),
  };
}
