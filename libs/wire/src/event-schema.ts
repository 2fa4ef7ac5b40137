import { CATEGORIES, type LedgerEvent, PROCUREMENTS, SOURCES } from '#domain';
import { z } from 'zod';

import { fitsOf } from './fits';
import { upcast } from './upcast';

/** An accepted record that this program cannot understand: its stream must stop, for a guess would falsify every sum. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

/** Reads an accepted record's type and data. Throws UnknownEvent. */
export function eventOf(record: { type: string; data: unknown }): LedgerEvent {
  const { type, data } = upcast(record);
  const event = { type, data };
  if (fitsEvent?.(event) === true) return event as LedgerEvent;
  const parsed = eventSchema.safeParse(event);
  if (parsed.success) return parsed.data as LedgerEvent;
  const [issue] = parsed.error.issues;
  throw new UnknownEvent(`event ${record.type}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

const amount = z.string().regex(/^\d{1,15}\.\d{2}$/);
const line = z.strictObject({
  unit: z.string(),
  source: z.enum(SOURCES),
  function: z.string(),
  economic: z.string(),
  category: z.enum(CATEGORIES),
  project: z.string().optional(),
  originYear: z.int().optional(),
  procurement: z.enum(PROCUREMENTS).optional(),
  amountYuan: amount,
});
const lines = z.array(line).min(1);
const basis = {
  documentNumber: z.string(),
  effectiveDate: z.iso.date(),
  reason: z.string().optional(),
  attachmentSha256: z.string().optional(),
};
const posting = { ...basis, fiscalYear: z.int(), chartHash: z.string() };
const count = z.int();

/**
 * Events as they stand in the log. Stricter than a reader of other people's data would be: an unknown field of an accepted event
 * may change what it means, so it is not understood.
 */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('unit.registered.v1'),
    data: z.strictObject({
      ...basis,
      unit: z.string(),
      name: z.string(),
      departmentName: z.string(),
      staffing: z
        .strictObject({
          establishment: z.strictObject({ total: count, administrative: count, publicInstitution: count }),
          actual: z.strictObject({
            total: count,
            serving: count,
            administrativeServing: count,
            publicInstitutionServing: count,
            retired: count,
          }),
        })
        .optional(),
    }),
  }),
  z.strictObject({ type: z.literal('budget.allocated.v1'), data: z.strictObject({ ...posting, lines }) }),
  z.strictObject({
    type: z.literal('balance.carried-over.v1'),
    data: z.strictObject({
      ...posting,
      kind: z.enum(['carry-forward', 'surplus']),
      opening: z.literal(true),
      lines,
    }),
  }),
  z.strictObject({
    type: z.literal('budget.adjusted.v1'),
    data: z.discriminatedUnion('kind', [
      z.strictObject({ ...posting, kind: z.enum(['supplement', 'cut']), lines }),
      z.strictObject({ ...posting, kind: z.literal('transfer'), from: lines, to: lines }),
    ]),
  }),
  z.strictObject({
    type: z.literal('performance-targets.set.v1'),
    data: z.strictObject({
      ...basis,
      fiscalYear: z.int(),
      unit: z.string(),
      project: z.string().optional(),
      declaredFunds: z.strictObject({
        totalYuan: amount,
        fiscalAppropriationYuan: amount.optional(),
        otherFundsYuan: amount.optional(),
        carriedOverYuan: amount.optional(),
        basicYuan: amount.optional(),
        projectYuan: amount.optional(),
      }),
      tasks: z.array(z.strictObject({ name: z.string(), content: z.string() })),
      goals: z.array(z.string()),
      indicators: z.array(
        z.strictObject({
          level1: z.string(),
          level2: z.string(),
          level3: z.string(),
          value: z.string(),
          remark: z.string().optional(),
        }),
      ),
    }),
  }),
  z.strictObject({
    type: z.literal('command.refused.v1'),
    data: z.strictObject({
      refusal: z.object({
        code: z.string(),
        legalSource: z.string(),
        figures: z.array(z.looseObject({ field: z.string() })),
      }),
      command: z.looseObject({ type: z.string() }),
    }),
  }),
]);

const fitsEvent = fitsOf(eventSchema);
