import { SECTION_NAMES } from '#domain';
import { z } from 'zod';

import { CHANGE_REASON, SECTION_PROJECT, VEHICLE_KIND, VEHICLES_BOUGHT } from './field-words';

const text = z.string();
const count = z.int();

/** What `publication-text.set.v1` holds besides what every event of a unit's year does. */
export const publicationText = {
  sections: z
    .array(
      z.discriminatedUnion('section', [
        z
          .strictObject({ section: z.literal('duties'), paragraphs: z.array(text) })
          .meta({ title: SECTION_NAMES.duties }),
        z
          .strictObject({ section: z.literal('organization'), paragraphs: z.array(text) })
          .meta({ title: SECTION_NAMES.organization }),
        z
          .strictObject({
            section: z.literal('state-assets'),
            countedOn: z.iso.date(),
            vehicles: z.strictObject({
              total: count,
              byKind: z.array(z.strictObject({ kind: text.meta(VEHICLE_KIND), count })),
            }),
            purchases: z.strictObject({
              vehicles: count.meta(VEHICLES_BOUGHT),
              largeEquipment: count,
              largeEquipmentFromYuan: z.string().regex(/^\d{1,15}\.\d{2}$/),
            }),
          })
          .meta({ title: SECTION_NAMES['state-assets'] }),
        z
          .strictObject({
            section: z.literal('project'),
            project: text.meta(SECTION_PROJECT),
            title: text.optional(),
            overview: text.optional(),
            basis: text.optional(),
            executor: text.optional(),
            plan: text.optional(),
            period: text.optional(),
          })
          .meta({ title: SECTION_NAMES.project }),
        z
          .strictObject({ section: z.literal('change-reason'), measure: text, reason: text.meta(CHANGE_REASON) })
          .meta({ title: SECTION_NAMES['change-reason'] }),
        z
          .strictObject({
            section: z.literal('glossary'),
            groups: z.array(
              z.strictObject({
                title: text,
                terms: z.array(z.strictObject({ term: text, explanation: text })),
              }),
            ),
          })
          .meta({ title: SECTION_NAMES.glossary }),
      ]),
    )
    .min(1),
};
