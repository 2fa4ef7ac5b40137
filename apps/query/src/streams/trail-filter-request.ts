import { comparedText, type TrailFilter } from '#read-model';
import { namedEnum } from '#wire';
import { z } from 'zod';

import { day } from '../http/parameters';
import { isUsable, NOT_USABLE } from '../http/usable';

const text = z.string().min(1).max(200).refine(isUsable, NOT_USABLE);
const yuan = z
  .string()
  .regex(/^\d{1,16}(\.\d{1,2})?$/, '应为金额（元），如 8000.00。 must be an amount in yuan such as 8000.00')
  .optional();
export const TRAIL_OUTCOME_NAMES = { recorded: '已记录', refused: '不予办理' } as const;

/** What may be asked of a trail besides where it begins; all of it has to fit. */
export const trailFilter = {
  q: text
    .refine((q) => Array.from(comparedText(q)).length > 1, '至少两个字。 must be two characters at least')
    .optional()
    .meta({
      description:
        '全文：文号、事由、编码、项目、金额、经办人等事项所载文字中的任一片段，至少两个字 A part of any text that the event holds (document, reason, codes, projects, amounts) or of who posted it',
    }),
  type: z
    .string()
    .regex(/^[a-z][a-z.-]{1,60}(\.v\d{1,3})?$/, '应为事项类型，如 budget.adjusted。 must be a type of events')
    .optional()
    .meta({
      description: '事项类型，可不带版本 The type of events, with or without its version',
      example: 'budget.adjusted',
    }),
  outcome: namedEnum(TRAIL_OUTCOME_NAMES)
    .optional()
    .meta({ description: '已记录的，或不予办理的 Recorded, or refused' }),
  document: text.optional().meta({ description: '文号的开头 The beginning of the document number' }),
  actor: text.optional().meta({ description: '经办人姓名的任一片段 A part of who posted it' }),
  recordedFrom: day
    .optional()
    .meta({ description: '记录日，起（含，北京时间） Recorded on this day or later (Asia/Shanghai)' }),
  recordedTo: day.optional().meta({ description: '记录日，止（含） Recorded on this day or earlier' }),
  effectiveFrom: day.optional().meta({ description: '生效日，起（含） In effect on this day or later' }),
  effectiveTo: day.optional().meta({ description: '生效日，止（含） In effect on this day or earlier' }),
  amountFrom: yuan.meta({
    description: '任一预算线变动金额的绝对值，至少（元） The least that one of its lines moves, in yuan',
  }),
  amountTo: yuan.meta({ description: '同上，至多（元） The most, in yuan' }),
};

type Asked = z.output<z.ZodObject<typeof trailFilter>>;

export function trailFilterOf({ q, outcome, ...rest }: Asked): TrailFilter {
  const { type, document, actor, recordedFrom, recordedTo, effectiveFrom, effectiveTo, amountFrom, amountTo } = rest;
  return {
    text: q,
    refused: outcome === undefined ? undefined : outcome === 'refused',
    ...{ type, document, actor, recordedFrom, recordedTo, effectiveFrom, effectiveTo, amountFrom, amountTo },
  };
}
