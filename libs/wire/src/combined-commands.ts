import type { CombinedPart } from '#domain';
import { z } from 'zod';

import { adjustBudget, allocateBudget, carryOverBalance, handDownBudget, registerUnit } from './budget-commands';
import { basis, MAX_LINES } from './command-basis';
import { describedAs } from './command-words';
import {
  freezeFunds,
  reclaimBalance,
  recordPayment,
  recordRefund,
  releaseFunds,
  setCeiling,
} from './execution-commands';
import { SCHEMA_NAMES } from './schema-names';
import { setPerformanceTargets, setPublicationText } from './told-commands';

export const combinable = [
  registerUnit,
  allocateBudget,
  handDownBudget,
  carryOverBalance,
  adjustBudget,
  freezeFunds,
  releaseFunds,
  recordPayment,
  recordRefund,
  reclaimBalance,
  setCeiling,
  setPerformanceTargets,
  setPublicationText,
] as const;

/** The most commands that may be combined into one event. */
const MAX_COMBINED = 500;

/** A command's schema without what a part takes from the combination that it stands in. */
function partOf(schema: z.core.$ZodType): z.ZodType & z.core.$ZodTypeDiscriminable {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const [first, ...others] = schema.options.map((option: z.core.$ZodType) => partOf(option));
    return z.discriminatedUnion(schema.def.discriminator, [first as z.core.$ZodTypeDiscriminable, ...others]);
  }
  const { shape, def } = schema as z.ZodObject;
  const own = Object.fromEntries(Object.entries(shape).filter(([key]) => !(key in basis)));
  const checks = (def.checks ?? []) as z.core.$ZodCheck<Record<string, unknown>>[];
  return z
    .strictObject(own)
    .check(...checks)
    .meta(z.globalRegistry.get(schema) ?? {});
}
const [firstPart, ...otherParts] = combinable.map((schema) =>
  partOf(schema).register(SCHEMA_NAMES, { id: `${SCHEMA_NAMES.get(schema)?.id ?? ''}Part` }),
);
const part = z.discriminatedUnion('type', [
  firstPart as z.core.$ZodTypeDiscriminable,
  ...otherParts,
]) as unknown as z.ZodType<CombinedPart, CombinedPart>;

export const combineCommands = z
  .strictObject({
    type: z.literal('CombineCommands'),
    ...basis,
    commands: z.array(part).min(1).max(MAX_COMBINED),
  })
  .refine(({ commands }) => commands.reduce((sum, asked) => sum + linesIn(asked), 0) <= MAX_LINES, {
    message: `合计最多 ${MAX_LINES} 条明细。 must hold at most ${MAX_LINES} lines in all`,
    path: ['commands'],
  })
  .meta(describedAs('CombineCommands'))
  .register(SCHEMA_NAMES, { id: 'CombineCommands' });

function linesIn(asked: CombinedPart): number {
  return Object.values(asked).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0);
}
