import { SECTION_NAMES } from '#domain';
import { z } from 'zod';

import { date, declaredYuan, name, paragraph } from './fields';
import { CHANGE_REASON, SECTION_PROJECT, VEHICLE_KIND, VEHICLES_BOUGHT } from './field-words';

const paragraphs = z.array(paragraph).max(200);
const count = z.int().min(0).max(1_000_000);

/** A text that may be empty, which withdraws what stood there. */
const reason = z.union([paragraph, z.literal('')]).meta(CHANGE_REASON);

const section = z.discriminatedUnion('section', [
  z.strictObject({ section: z.literal('duties'), paragraphs }).meta({ title: SECTION_NAMES.duties }),
  z.strictObject({ section: z.literal('organization'), paragraphs }).meta({ title: SECTION_NAMES.organization }),
  z
    .strictObject({
      section: z.literal('state-assets'),
      countedOn: date,
      vehicles: z.strictObject({
        total: count,
        byKind: z.array(z.strictObject({ kind: name.meta(VEHICLE_KIND), count })).max(20),
      }),
      purchases: z.strictObject({
        vehicles: count.meta(VEHICLES_BOUGHT),
        largeEquipment: count,
        largeEquipmentFromYuan: declaredYuan.meta({ example: '2000000.00' }),
      }),
    })
    .meta({ title: SECTION_NAMES['state-assets'] }),
  z
    .strictObject({
      section: z.literal('project'),
      project: name.meta(SECTION_PROJECT),
      title: name.optional(),
      overview: paragraph.optional(),
      basis: paragraph.optional(),
      executor: paragraph.optional(),
      plan: paragraph.optional(),
      period: paragraph.optional(),
    })
    .meta({ title: SECTION_NAMES.project }),
  z
    .strictObject({
      section: z.literal('change-reason'),
      measure: name.meta({ example: '基本支出' }),
      reason,
    })
    .meta({ title: SECTION_NAMES['change-reason'] }),
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
    .meta({ title: SECTION_NAMES.glossary }),
]);

/** Sections as a command brings them. */
export const sections = z.array(section).min(1).max(500);
