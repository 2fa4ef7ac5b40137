import { z } from 'zod';

const text = z.string();
const count = z.int();

/** What `publication-text.set.v1` holds besides what every event of a unit's year does. */
export const publicationText = {
  sections: z
    .array(
      z.discriminatedUnion('section', [
        z.strictObject({ section: z.literal('duties'), paragraphs: z.array(text) }),
        z.strictObject({ section: z.literal('organization'), paragraphs: z.array(text) }),
        z.strictObject({
          section: z.literal('state-assets'),
          countedOn: z.iso.date(),
          vehicles: z.strictObject({ total: count, byKind: z.array(z.strictObject({ kind: text, count })) }),
          purchases: z.strictObject({
            vehicles: count,
            largeEquipment: count,
            largeEquipmentFromYuan: z.string().regex(/^\d{1,15}\.\d{2}$/),
          }),
        }),
        z.strictObject({
          section: z.literal('project'),
          project: text,
          title: text.optional(),
          overview: text.optional(),
          basis: text.optional(),
          executor: text.optional(),
          plan: text.optional(),
          period: text.optional(),
        }),
        z.strictObject({ section: z.literal('change-reason'), measure: text, reason: text }),
        z.strictObject({
          section: z.literal('glossary'),
          groups: z.array(
            z.strictObject({
              title: text,
              terms: z.array(z.strictObject({ term: text, explanation: text })),
            }),
          ),
        }),
      ]),
    )
    .min(1),
};
