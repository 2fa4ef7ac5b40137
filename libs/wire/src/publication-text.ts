import { z } from 'zod';

import { date, declaredYuan, name, paragraph } from './fields';

const paragraphs = z.array(paragraph).max(200);
const count = z.int().min(0).max(1_000_000);

/** A text that may be empty, which withdraws what stood there. */
const reason = z.union([paragraph, z.literal('')]);

const section = z.discriminatedUnion('section', [
  z.strictObject({ section: z.literal('duties'), paragraphs }).meta({ title: '部门主要职责' }),
  z.strictObject({ section: z.literal('organization'), paragraphs }).meta({ title: '机构设置' }),
  z
    .strictObject({
      section: z.literal('state-assets'),
      countedOn: date,
      vehicles: z.strictObject({ total: count, byKind: z.array(z.strictObject({ kind: name, count })).max(20) }),
      purchases: z.strictObject({
        vehicles: count,
        largeEquipment: count,
        largeEquipmentFromYuan: declaredYuan.meta({ description: '单位价值', example: '2000000.00' }),
      }),
    })
    .meta({ title: '国有资产占有使用情况' }),
  z
    .strictObject({
      section: z.literal('project'),
      project: name,
      title: name.optional(),
      overview: paragraph.optional().meta({ description: '项目概述' }),
      basis: paragraph.optional().meta({ description: '立项依据' }),
      executor: paragraph.optional().meta({ description: '实施主体' }),
      plan: paragraph.optional().meta({ description: '实施方案' }),
      period: paragraph.optional().meta({ description: '实施周期' }),
    })
    .meta({ title: '项目情况说明' }),
  z
    .strictObject({
      section: z.literal('change-reason'),
      measure: name.meta({ description: 'A measure of the comparison', example: '基本支出' }),
      reason,
    })
    .meta({ title: '增减变化原因' }),
  z
    .strictObject({
      section: z.literal('glossary'),
      groups: z
        .array(
          z.strictObject({
            title: name,
            terms: z.array(z.strictObject({ term: name, explanation: paragraph })).max(500),
          }),
        )
        .max(20),
    })
    .meta({ title: '名词解释' }),
]);

/** Sections as a command brings them. */
export const sections = z.array(section).min(1).max(500);
