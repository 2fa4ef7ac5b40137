import {
  ADJUSTMENT_NAMES,
  CARRY_OVER_NAMES,
  CATEGORY_NAMES,
  COLUMN_NAMES,
  type EventType,
  IDENTIFICATION_NAMES,
  type LedgerEvent,
  PROCUREMENT_NAMES,
  SOURCE_NAMES,
} from '#domain';
import { z } from 'zod';

import { eventDescribedAs } from './event-words';
import { LINES_LEFT, UNIT_OR_POOL } from './field-words';
import { fitsOf } from './fits';
import { faultInLooseData } from './loose-data';
import { namedEnum } from './named-enum';
import { publicationText } from './publication-text-event';
import { ceilingScopeOf, performanceTargetsOf, staffingOf } from './said-shapes';
import { upcast } from './upcast';

/** An accepted record that this program cannot understand: its stream must stop, for a guess would falsify every sum. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

/** Reads an accepted record's type and data. Throws UnknownEvent. */
export function eventOf(record: { type: string; data: unknown }): LedgerEvent {
  const { type, data } = upcast(record);
  const event: unknown = { type, data };
  // All other types say themselves what they may hold.
  const fault = type === 'command.refused.v1' ? faultInLooseData(data) : undefined;
  if (fault !== undefined) throw new UnknownEvent(`event ${type}: ${fault}`);
  if (fitsEvent?.(event) === true) return event;
  const parsed = eventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
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
  unit: code.meta(UNIT_OR_POOL),
  source: namedEnum(SOURCE_NAMES),
  function: code,
  economic: code,
  category: namedEnum(CATEGORY_NAMES),
  project: z.string().optional(),
  originYear: year.optional(),
  procurement: namedEnum(PROCUREMENT_NAMES).optional(),
};
const line = z.strictObject({ ...dimensions, amountYuan: amount });
const lines = z.array(line).min(1);
const authority = z.strictObject({
  by: namedEnum(IDENTIFICATION_NAMES),
  key: z.string().optional(),
  issuer: z.string().optional(),
  subject: z.string().optional(),
  certificateSha256: z.string().optional(),
  onBehalfOf: z.string().optional(),
  rightsSha256: z.string().optional(),
});
const basis = {
  documentNumber: z.string(),
  effectiveDate: z.iso.date(),
  reason: z.string().optional(),
  attachmentSha256: z.string().optional(),
  authority: authority.optional(),
};
const posting = { ...basis, fiscalYear: year, chartHash: z.string() };
const count = z.int();

function anEvent<Type extends EventType, Data extends z.ZodType>(type: Type, data: Data) {
  return z.strictObject({ type: z.literal(type), data }).meta(eventDescribedAs(type));
}

const unitRegistered = anEvent(
  'unit.registered.v1',
  z.strictObject({
    ...basis,
    unit: code,
    name: z.string(),
    departmentName: z.string(),
    staffing: staffingOf(count).optional(),
  }),
);

const { supplement, cut, transfer } = ADJUSTMENT_NAMES;
const carryOver = { ...posting, kind: namedEnum(CARRY_OVER_NAMES) };
const budgetEvents = [
  anEvent('budget.allocated.v1', z.strictObject({ ...posting, lines })),
  anEvent(
    'budget.handed-down.v1',
    z.strictObject({ ...posting, from: lines, to: lines, late: z.literal(true).optional() }),
  ),
  anEvent(
    'balance.carried-over.v2',
    z.discriminatedUnion('opening', [
      z.strictObject({ ...carryOver, opening: z.literal(true), lines }).meta({ title: '期初结转' }),
      z
        .strictObject({ ...carryOver, opening: z.literal(false), from: lines, to: lines })
        .meta({ title: '年终结转（结余）' }),
    ]),
  ),
  anEvent(
    'budget.adjusted.v1',
    z.discriminatedUnion('kind', [
      z
        .strictObject({ ...posting, kind: namedEnum({ supplement, cut }), lines })
        .meta({ title: `${supplement}、${cut}` }),
      z.strictObject({ ...posting, kind: z.literal('transfer'), from: lines, to: lines }).meta({ title: transfer }),
    ]),
  ),
] as const;

const executionEvents = [
  anEvent('funds.frozen.v1', z.strictObject({ ...posting, lines })),
  anEvent('funds.released.v1', z.strictObject({ ...posting, freezeRevision: z.int(), lines })),
  anEvent(
    'payment.recorded.v1',
    z.strictObject({
      ...posting,
      lines,
      freezeRevision: z.int().optional(),
      released: lines.optional(),
      beyondFreeze: z.literal(true).optional(),
    }),
  ),
  anEvent('refund.recorded.v1', z.strictObject({ ...posting, lines })),
  anEvent('balance.reclaimed.v1', z.strictObject({ ...posting, lines })),
  anEvent(
    'ceiling.set.v1',
    z.strictObject({
      ...basis,
      fiscalYear: year,
      scope: ceilingScopeOf(code, z.string()),
      limitYuan: amount.nullable(),
    }),
  ),
] as const;

const performanceTargetsSet = anEvent(
  'performance-targets.set.v1',
  z.strictObject({
    ...basis,
    fiscalYear: year,
    unit: code,
    project: z.string().optional(),
    ...performanceTargetsOf(amount, z.string(), z.string()),
  }),
);

const publicationTextSet = anEvent(
  'publication-text.set.v1',
  z.strictObject({ ...basis, fiscalYear: year, unit: code, ...publicationText }),
);

const combinableEvents = [
  unitRegistered,
  ...budgetEvents,
  ...executionEvents,
  performanceTargetsSet,
  publicationTextSet,
] as const;

const transitId = z.string();
const transitEvents = [
  anEvent(
    'department-transfer.sent.v1',
    z.strictObject({ ...posting, transitId, toDepartment: code, from: lines, to: lines }),
  ),
  anEvent('department-transfer.received.v1', z.strictObject({ ...posting, transitId, fromDepartment: code, lines })),
  anEvent(
    'department-transfer.settled.v1',
    z.strictObject({ ...basis, fiscalYear: year, transitId, receivedEventId: z.string() }),
  ),
  anEvent(
    'department-transfer.returned.v1',
    z.strictObject({
      ...basis,
      fiscalYear: year,
      transitId,
      refusedEventId: z.string(),
      refusalCode: z.string(),
      lines,
    }),
  ),
] as const;

const signedPosting = z.strictObject({
  ...dimensions,
  fiscalYear: year,
  column: namedEnum(COLUMN_NAMES),
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
  anEvent(
    'commands.combined.v1',
    z.strictObject({ ...basis, events: z.array(z.discriminatedUnion('type', combinableEvents)).min(1) }),
  ),
  anEvent(
    'event.reversed.v1',
    z.strictObject({
      ...basis,
      reversedRevision: z.int(),
      reversedEventId: z.string(),
      reversedType: z.string(),
      postings: z.array(signedPosting).min(1),
    }),
  ),
  anEvent(
    'year.closed.v1',
    z.strictObject({
      ...basis,
      fiscalYear: year,
      notCarriedOver: z
        .strictObject({ units: count, lines: count.meta(LINES_LEFT), leftYuan: amount, frozenYuan: amount })
        .optional(),
    }),
  ),
  anEvent('year.reopened.v1', z.strictObject({ ...basis, fiscalYear: year })),
  anEvent(
    'command.refused.v1',
    z.strictObject({
      refusal: z.object({
        code: z.string(),
        legalSource: z.string(),
        figures: z.array(z.looseObject({ field: z.string() })),
      }),
      command: z.looseObject({ type: z.string() }),
      authority: authority.optional(),
    }),
  ),
]);

const fitsEvent = fitsOf(eventSchema);
