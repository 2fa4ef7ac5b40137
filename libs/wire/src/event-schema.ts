import { AMOUNT_COLUMNS, CATEGORIES, type LedgerEvent, PROCUREMENTS, SOURCES } from '#domain';
import { z } from 'zod';

import { fitsOf } from './fits';
import { faultInLooseData } from './loose-data';
import { publicationText } from './publication-text-event';
import { upcast } from './upcast';

/** An accepted record that this program cannot understand: its stream must stop, for a guess would falsify every sum. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

/** Reads an accepted record's type and data. Throws UnknownEvent. */
export function eventOf(record: { type: string; data: unknown }): LedgerEvent {
  const { type, data } = upcast(record);
  const event = { type, data };
  // All other types say themselves what they may hold.
  const fault = type === 'command.refused.v1' ? faultInLooseData(data) : undefined;
  if (fault !== undefined) throw new UnknownEvent(`event ${type}: ${fault}`);
  if (fitsEvent?.(event) === true) return event as LedgerEvent;
  const parsed = eventSchema.safeParse(event);
  if (parsed.success) return parsed.data as LedgerEvent;
  const [issue] = parsed.error.issues;
  throw new UnknownEvent(`event ${record.type}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

/** Wider than a command's amount, since an event may hold the sum of several. */
const amount = z.string().regex(/^\d{1,20}\.\d{2}$/);
/** Codes stand in keys and in paths, so they hold nothing that keys and paths are divided by. */
const code = z.string().regex(/^[\dA-Za-z-]{1,32}$/);
/** As many digits as a date has for its year. */
const year = z.int().min(1_000).max(9_999);
const dimensions = {
  unit: code,
  source: z.enum(SOURCES),
  function: code,
  economic: code,
  category: z.enum(CATEGORIES),
  project: z.string().optional(),
  originYear: year.optional(),
  procurement: z.enum(PROCUREMENTS).optional(),
};
const line = z.strictObject({ ...dimensions, amountYuan: amount });
const lines = z.array(line).min(1);
const basis = {
  documentNumber: z.string(),
  effectiveDate: z.iso.date(),
  reason: z.string().optional(),
  attachmentSha256: z.string().optional(),
};
const posting = { ...basis, fiscalYear: year, chartHash: z.string() };
const count = z.int();

const unitRegistered = z.strictObject({
  type: z.literal('unit.registered.v1'),
  data: z.strictObject({
    ...basis,
    unit: code,
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
});

const carryOver = { ...posting, kind: z.enum(['carry-forward', 'surplus']) };
const budgetEvents = [
  z.strictObject({ type: z.literal('budget.allocated.v1'), data: z.strictObject({ ...posting, lines }) }),
  z.strictObject({
    type: z.literal('budget.handed-down.v1'),
    data: z.strictObject({ ...posting, from: lines, to: lines, late: z.literal(true).optional() }),
  }),
  z.strictObject({
    type: z.literal('balance.carried-over.v2'),
    data: z.discriminatedUnion('opening', [
      z.strictObject({ ...carryOver, opening: z.literal(true), lines }),
      z.strictObject({ ...carryOver, opening: z.literal(false), from: lines, to: lines }),
    ]),
  }),
  z.strictObject({
    type: z.literal('budget.adjusted.v1'),
    data: z.discriminatedUnion('kind', [
      z.strictObject({ ...posting, kind: z.enum(['supplement', 'cut']), lines }),
      z.strictObject({ ...posting, kind: z.literal('transfer'), from: lines, to: lines }),
    ]),
  }),
] as const;

const executionEvents = [
  z.strictObject({ type: z.literal('funds.frozen.v1'), data: z.strictObject({ ...posting, lines }) }),
  z.strictObject({
    type: z.literal('funds.released.v1'),
    data: z.strictObject({ ...posting, freezeRevision: z.int(), lines }),
  }),
  z.strictObject({
    type: z.literal('payment.recorded.v1'),
    data: z.strictObject({
      ...posting,
      lines,
      freezeRevision: z.int().optional(),
      released: lines.optional(),
      beyondFreeze: z.literal(true).optional(),
    }),
  }),
  z.strictObject({ type: z.literal('refund.recorded.v1'), data: z.strictObject({ ...posting, lines }) }),
  z.strictObject({ type: z.literal('balance.reclaimed.v1'), data: z.strictObject({ ...posting, lines }) }),
  z.strictObject({
    type: z.literal('ceiling.set.v1'),
    data: z.strictObject({
      ...basis,
      fiscalYear: year,
      scope: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('three-public'), unit: code }),
        z.strictObject({ kind: z.literal('project'), project: z.string(), unit: code.optional() }),
        z.strictObject({ kind: z.literal('source'), source: z.enum(SOURCES), unit: code.optional() }),
      ]),
      limitYuan: amount.nullable(),
    }),
  }),
] as const;

const performanceTargetsSet = z.strictObject({
  type: z.literal('performance-targets.set.v1'),
  data: z.strictObject({
    ...basis,
    fiscalYear: year,
    unit: code,
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
});

const publicationTextSet = z.strictObject({
  type: z.literal('publication-text.set.v1'),
  data: z.strictObject({ ...basis, fiscalYear: year, unit: code, ...publicationText }),
});

const combinableEvents = [
  unitRegistered,
  ...budgetEvents,
  ...executionEvents,
  performanceTargetsSet,
  publicationTextSet,
] as const;

const transitId = z.string();
const transitEvents = [
  z.strictObject({
    type: z.literal('department-transfer.sent.v1'),
    data: z.strictObject({ ...posting, transitId, toDepartment: code, from: lines, to: lines }),
  }),
  z.strictObject({
    type: z.literal('department-transfer.received.v1'),
    data: z.strictObject({ ...posting, transitId, fromDepartment: code, lines }),
  }),
  z.strictObject({
    type: z.literal('department-transfer.settled.v1'),
    data: z.strictObject({ ...basis, fiscalYear: year, transitId, receivedEventId: z.string() }),
  }),
  z.strictObject({
    type: z.literal('department-transfer.returned.v1'),
    data: z.strictObject({
      ...basis,
      fiscalYear: year,
      transitId,
      refusedEventId: z.string(),
      refusalCode: z.string(),
      lines,
    }),
  }),
] as const;

const signedPosting = z.strictObject({
  ...dimensions,
  fiscalYear: year,
  column: z.enum(AMOUNT_COLUMNS),
  deltaYuan: z.string().regex(/^-?\d{1,20}\.\d{2}$/),
  effectiveDate: z.iso.date(),
  freezeRevision: z.int().optional(),
  late: z.literal(true).optional(),
});

/**
 * Events as they stand in the log. Stricter than a reader of other people's data would be: an unknown field of an accepted event
 * may change what it means, so it is not understood.
 */
export const eventSchema = z.discriminatedUnion('type', [
  ...combinableEvents,
  ...transitEvents,
  z.strictObject({
    type: z.literal('commands.combined.v1'),
    data: z.strictObject({ ...basis, events: z.array(z.discriminatedUnion('type', combinableEvents)).min(1) }),
  }),
  z.strictObject({
    type: z.literal('event.reversed.v1'),
    data: z.strictObject({
      ...basis,
      reversedRevision: z.int(),
      reversedEventId: z.string(),
      reversedType: z.string(),
      postings: z.array(signedPosting).min(1),
    }),
  }),
  z.strictObject({
    type: z.literal('year.closed.v1'),
    data: z.strictObject({
      ...basis,
      fiscalYear: year,
      notCarriedOver: z.strictObject({ units: count, lines: count, leftYuan: amount, frozenYuan: amount }).optional(),
    }),
  }),
  z.strictObject({ type: z.literal('year.reopened.v1'), data: z.strictObject({ ...basis, fiscalYear: year }) }),
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
