import {
  ADJUSTMENT_NAMES,
  CARRY_OVER_NAMES,
  CEILING_SCOPE_NAMES,
  type CombinedPart,
  type Command,
  SOURCE_NAMES,
} from '#domain';
import { z } from 'zod';

import { holdsOtherForm, readAsSent } from './as-sent';
import { describedAs } from './command-words';
import {
  anyLine,
  anyLineOrPool,
  approvedLineOrPool,
  carriedLineOrPool,
  commandId,
  date,
  declaredYuan,
  department,
  division,
  documentNumber,
  expectedRevision,
  fiscalYear,
  freshLine,
  name,
  openingLineOrPool,
  paragraph,
  performanceTargets,
  poolLine,
  revision,
  sha256,
  staffing,
  unitCode,
} from './fields';
import { fieldReason } from './field-reason';
import { COUNTED_PROJECT, COUNTED_UNIT } from './field-words';
import { namedEnum } from './named-enum';
import { sections } from './publication-text';
import { SCHEMA_NAMES } from './schema-names';
import { stopEarly } from './stop-early';

/** The most lines that one command may hold, on each side where it has two; more is answered 400 with this figure. */
export const MAX_LINES = 5_000;
/** The most commands that may be combined into one event. */
const MAX_COMBINED = 500;

const basis = {
  commandId,
  division,
  department,
  documentNumber,
  effectiveDate: date,
  reason: paragraph.optional(),
  attachmentSha256: sha256.optional(),
  confirmFiscalYear: z.literal(true).optional(),
  expectedRevision: expectedRevision.optional(),
  dryRun: z.boolean().optional(),
};

const lines = <T extends z.ZodType>(line: T): z.ZodArray<T> => z.array(line).min(1).max(MAX_LINES);

const ofUnit = unitCode.optional().meta(COUNTED_UNIT);
const counted = name.meta(COUNTED_PROJECT);
const ceilingScope = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('three-public'), unit: unitCode })
    .meta({ title: CEILING_SCOPE_NAMES['three-public'] }),
  z
    .strictObject({ kind: z.literal('project'), project: counted, unit: ofUnit })
    .meta({ title: CEILING_SCOPE_NAMES.project }),
  z
    .strictObject({ kind: z.literal('source'), source: namedEnum(SOURCE_NAMES), unit: ofUnit })
    .meta({ title: CEILING_SCOPE_NAMES.source }),
]);

const registerUnit = z
  .strictObject({
    type: z.literal('RegisterUnit'),
    ...basis,
    unit: unitCode,
    name,
    departmentName: name,
    staffing: staffing.optional(),
    newSpelling: z.boolean().optional(),
  })
  .meta(describedAs('RegisterUnit'))
  .register(SCHEMA_NAMES, { id: 'RegisterUnit' });

const allocateBudget = z
  .strictObject({ type: z.literal('AllocateBudget'), ...basis, fiscalYear, lines: lines(approvedLineOrPool) })
  .meta(describedAs('AllocateBudget'))
  .register(SCHEMA_NAMES, { id: 'AllocateBudget' });

const handDownBudget = z
  .strictObject({
    type: z.literal('HandDownBudget'),
    ...basis,
    fiscalYear,
    from: lines(poolLine),
    to: lines(anyLine),
  })
  .meta(describedAs('HandDownBudget'))
  .register(SCHEMA_NAMES, { id: 'HandDownBudget' });

const carryOverBasis = { type: z.literal('CarryOverBalance'), ...basis, fiscalYear };
const yearEndBasis = {
  ...carryOverBasis,
  opening: z.literal(false).optional(),
  lines: lines(anyLineOrPool).meta({ description: '上年的明细。 Lines of the year before' }),
};
const carryOverBalance = z
  .discriminatedUnion('opening', [
    z
      .strictObject({
        ...carryOverBasis,
        kind: namedEnum(CARRY_OVER_NAMES),
        opening: z.literal(true),
        lines: lines(openingLineOrPool),
      })
      .meta({ title: '期初结转', description: '文件列明的上年余额。 The opening balance that the document states' }),
    z.discriminatedUnion('kind', [
      z.strictObject({ ...yearEndBasis, kind: z.literal('carry-forward') }).meta({ title: '年终结转' }),
      z
        .strictObject({
          ...yearEndBasis,
          kind: z.literal('surplus'),
          to: lines(carriedLineOrPool).optional().meta({
            description:
              '转入的明细：不填则保持用途。 The lines of this year that get the money; without them it keeps its purpose',
          }),
        })
        .meta({ title: '年终结余' }),
    ]),
  ])
  .meta(describedAs('CarryOverBalance'))
  .register(SCHEMA_NAMES, { id: 'CarryOverBalance' });

const adjustBasis = { type: z.literal('AdjustBudget'), ...basis, fiscalYear };
const adjustBudget = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ ...adjustBasis, kind: z.literal('supplement'), lines: lines(freshLine) })
      .meta({ title: ADJUSTMENT_NAMES.supplement }),
    z
      .strictObject({ ...adjustBasis, kind: z.literal('cut'), lines: lines(anyLineOrPool) })
      .meta({ title: ADJUSTMENT_NAMES.cut }),
    z
      .strictObject({ ...adjustBasis, kind: z.literal('transfer'), from: lines(anyLine), to: lines(anyLine) })
      .meta({ title: ADJUSTMENT_NAMES.transfer }),
  ])
  .meta(describedAs('AdjustBudget'))
  .register(SCHEMA_NAMES, { id: 'AdjustBudget' });

const freezeFunds = z
  .strictObject({ type: z.literal('FreezeFunds'), ...basis, fiscalYear, lines: lines(anyLine) })
  .meta(describedAs('FreezeFunds'))
  .register(SCHEMA_NAMES, { id: 'FreezeFunds' });

const releaseFunds = z
  .strictObject({
    type: z.literal('ReleaseFunds'),
    ...basis,
    fiscalYear,
    freezeRevision: revision,
    lines: lines(anyLine).optional().meta({
      description: '明细：不填则解冻全部余额。 The lines to release; without them all that the freeze still holds',
    }),
  })
  .meta(describedAs('ReleaseFunds'))
  .register(SCHEMA_NAMES, { id: 'ReleaseFunds' });

const recordPayment = z
  .strictObject({
    type: z.literal('RecordPayment'),
    ...basis,
    fiscalYear,
    lines: lines(anyLine),
    freezeRevision: revision.optional(),
    final: z.boolean().optional(),
    beyondFreeze: z.boolean().optional(),
  })
  // Without its freeze a last payment would release nothing, and whoever asked for it would think that it had.
  .refine(({ final, freezeRevision }) => final !== true || freezeRevision !== undefined, {
    message:
      '须与 freezeRevision 同时填写，说明是哪笔冻结的最后一次支付。 goes with freezeRevision, which says whose last payment it is',
    path: ['final'],
  })
  .refine(({ beyondFreeze, freezeRevision }) => beyondFreeze !== true || freezeRevision !== undefined, {
    message:
      '须与 freezeRevision 同时填写，说明超出哪笔冻结。 goes with freezeRevision, which says which freeze it goes beyond',
    path: ['beyondFreeze'],
  })
  .meta(describedAs('RecordPayment'))
  .register(SCHEMA_NAMES, { id: 'RecordPayment' });

const recordRefund = z
  .strictObject({ type: z.literal('RecordRefund'), ...basis, fiscalYear, lines: lines(anyLine) })
  .meta(describedAs('RecordRefund'))
  .register(SCHEMA_NAMES, { id: 'RecordRefund' });

const reclaimBalance = z
  .strictObject({ type: z.literal('ReclaimBalance'), ...basis, fiscalYear, lines: lines(carriedLineOrPool) })
  .meta(describedAs('ReclaimBalance'))
  .register(SCHEMA_NAMES, { id: 'ReclaimBalance' });

const setCeiling = z
  .strictObject({
    type: z.literal('SetCeiling'),
    ...basis,
    fiscalYear,
    scope: ceilingScope,
    limitYuan: z.union([declaredYuan, z.null()]),
  })
  .meta(describedAs('SetCeiling'))
  .register(SCHEMA_NAMES, { id: 'SetCeiling' });

const setPerformanceTargets = z
  .strictObject({
    type: z.literal('SetPerformanceTargets'),
    ...basis,
    fiscalYear,
    unit: unitCode,
    project: name.optional(),
    ...performanceTargets,
  })
  .meta(describedAs('SetPerformanceTargets'))
  .register(SCHEMA_NAMES, { id: 'SetPerformanceTargets' });

const setPublicationText = z
  .strictObject({ type: z.literal('SetPublicationText'), ...basis, fiscalYear, unit: unitCode, sections })
  .meta(describedAs('SetPublicationText'))
  .register(SCHEMA_NAMES, { id: 'SetPublicationText' });

const combinable = [
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

const transferToDepartment = z
  .strictObject({
    type: z.literal('TransferToDepartment'),
    ...basis,
    fiscalYear,
    toDepartment: department,
    from: lines(anyLine),
    to: lines(anyLine),
  })
  .meta(describedAs('TransferToDepartment'))
  .register(SCHEMA_NAMES, { id: 'TransferToDepartment' });

const reverseEvent = z
  .strictObject({ type: z.literal('ReverseEvent'), ...basis, reversedRevision: revision })
  .meta(describedAs('ReverseEvent'))
  .register(SCHEMA_NAMES, { id: 'ReverseEvent' });

const closeYear = z
  .strictObject({ type: z.literal('CloseYear'), ...basis, fiscalYear })
  .meta(describedAs('CloseYear'))
  .register(SCHEMA_NAMES, { id: 'CloseYear' });

const reopenYear = z
  .strictObject({ type: z.literal('ReopenYear'), ...basis, fiscalYear, reason: paragraph })
  .meta(describedAs('ReopenYear'))
  .register(SCHEMA_NAMES, { id: 'ReopenYear' });

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

const combineCommands = z
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

/** One schema for HTTP, Kafka and OpenAPI. */
export const commandSchema = z
  .discriminatedUnion('type', [
    ...combinable,
    transferToDepartment,
    reverseEvent,
    closeYear,
    reopenYear,
    combineCommands,
  ])
  .meta({ title: 'Command' })
  .register(SCHEMA_NAMES, { id: 'Command' });
stopEarly(commandSchema);

/** A place in the input that does not fit, with what was expected there. */
export interface FieldError {
  field: string;
  /** Chinese first, as `中文。 English`. */
  message: string;
}

export type ParsedCommand =
  /** A command that is only to be tried is the same command. */
  ({ ok: true; command: Command; dryRun: boolean } | { ok: false; errors: FieldError[] }) & {
    /** With texts that are refused or normalised today, where an earlier version of this program would have taken them as they are. */
    asSent?: { command: Command; dryRun: boolean; unclean: string[] };
  };

/** Reads a command from untrusted JSON. At most twenty errors are named, so that an answer stays readable. */
export function parseCommand(input: unknown): ParsedCommand {
  const parsed = commandSchema.safeParse(input);
  const issues = parsed.error?.issues ?? [];
  const asSent = !parsed.success || holdsOtherForm(input) ? readAsSent(commandSchema, input, issues) : undefined;
  const besides = asSent === undefined ? {} : { asSent: { ...splitOff(asSent.data), unclean: asSent.unclean } };
  if (parsed.success) return { ok: true, ...splitOff(parsed.data), ...besides };
  const errors = issues.slice(0, 20).map((issue) => fieldErrorOf(issue, input));
  return { ok: false, errors, ...besides };
}

function splitOff({ dryRun = false, ...command }: z.output<typeof commandSchema>): {
  command: Command;
  dryRun: boolean;
} {
  return { command, dryRun };
}

/** Names and messages are told as far as a person would read them: a sender may make either as long as a request. */
function fieldErrorOf(issue: z.core.$ZodIssue, input: unknown): FieldError {
  const { zh, en } = fieldReason(issue, undefined, input);
  return { field: fieldOf(issue).slice(0, 200), message: `${zh}。 ${en}`.slice(0, 500) };
}

/** `lines[2].amountYuan`; an unknown field is named itself and not the object that holds it. */
function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${part}]`;
    return field === '' ? String(part) : `${field}.${String(part)}`;
  }, '');
}
