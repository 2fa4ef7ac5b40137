import { CEILING_SCOPE_NAMES, SOURCE_NAMES } from '#domain';
import { z } from 'zod';

import { COUNTED_PROJECT, COUNTED_UNIT, TASK_NAME } from './field-words';
import { namedEnum } from './named-enum';

// What a command asks to be said and what its event says have one shape. A command's parts are narrow, so that a sender is told what does
// not fit; an event's are wide, since what was recorded by another version has to be read.

/** 编制 and 实有 of a unit, in persons. */
export const staffingOf = <Persons extends z.ZodType>(persons: Persons) =>
  z.strictObject({
    establishment: z.strictObject({ total: persons, administrative: persons, publicInstitution: persons }),
    actual: z.strictObject({
      total: persons,
      serving: persons,
      administrativeServing: persons,
      publicInstitutionServing: persons,
      retired: persons,
    }),
  });

/** Tables 10 and 11. */
export const performanceTargetsOf = <Yuan extends z.ZodType, Name extends z.ZodType, Text extends z.ZodType>(
  yuan: Yuan,
  name: Name,
  text: Text,
) => ({
  declaredFunds: z.strictObject({
    totalYuan: yuan,
    fiscalAppropriationYuan: yuan.optional(),
    otherFundsYuan: yuan.optional(),
    carriedOverYuan: yuan.optional(),
    basicYuan: yuan.optional(),
    projectYuan: yuan.optional(),
  }),
  tasks: z.array(z.strictObject({ name: name.meta(TASK_NAME), content: text })),
  goals: z.array(text),
  indicators: z.array(
    z.strictObject({ level1: name, level2: name, level3: text, value: text, remark: text.optional() }),
  ),
});

/** What a ceiling counts: of a unit, or of the department where none is named. */
export const ceilingScopeOf = <Unit extends z.ZodType, Project extends z.ZodType>(unit: Unit, project: Project) => {
  const ofUnit = unit.optional().meta(COUNTED_UNIT);
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('three-public'), unit }).meta({ title: CEILING_SCOPE_NAMES['three-public'] }),
    z
      .strictObject({ kind: z.literal('project'), project: project.meta(COUNTED_PROJECT), unit: ofUnit })
      .meta({ title: CEILING_SCOPE_NAMES.project }),
    z
      .strictObject({ kind: z.literal('source'), source: namedEnum(SOURCE_NAMES), unit: ofUnit })
      .meta({ title: CEILING_SCOPE_NAMES.source }),
  ]);
};
