import { AMOUNT_COLUMNS, CATEGORIES, PROCUREMENTS, SOURCES } from '#domain';
import { z } from 'zod';

/**
 * What this service answers. Types and OpenAPI come from here; the tests hold the answers to it.
 */
const position = z.string().meta({
  description: 'The newest record of the log that the answer stands on, as partition:offset',
  example: '3:41',
});
const yuan = z.string().meta({ description: 'Yuan, two places', example: '834200.00' });
const wan = z.string().meta({ description: '万元, two places', example: '83.42' });
const hash = z.string().meta({ description: "SHA-256 of the record's exact bytes, in lowercase hex" });
const texts = <Name extends string>(...names: Name[]): z.ZodObject<Record<Name, z.ZodString>, z.core.$strict> =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.string()])) as Record<Name, z.ZodString>);
const whole = <Name extends string>(...names: Name[]): z.ZodObject<Record<Name, z.ZodInt>, z.core.$strict> =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.int()])) as Record<Name, z.ZodInt>);
const codeAndName = texts('code', 'name');

const staffing = z.strictObject({
  establishment: whole('total', 'administrative', 'publicInstitution'),
  actual: whole('total', 'serving', 'administrativeServing', 'publicInstitutionServing', 'retired'),
});

export const unitAnswer = z
  .strictObject({
    division: z.string(),
    department: z.string(),
    departmentName: z.string(),
    unit: z.string(),
    name: z.string(),
    staffing: staffing.optional(),
    years: z.array(z.int()).meta({ description: 'The years of which the unit has any event' }),
    stream: z.string().meta({ example: '361100/126' }),
    revision: z.int(),
    position,
  })
  .meta({ title: 'Unit' });

export const streamAnswer = z
  .strictObject({
    stream: z.string().meta({ example: '361100/126' }),
    revision: z.int().meta({ description: 'Of its newest event' }),
    hash,
    time: z.iso.datetime().meta({ description: 'When its newest event was recorded' }),
    position,
    stopped: z.string().optional().meta({ description: 'Why the projection of this stream waits for an operator' }),
  })
  .meta({ title: 'Stream' });

const block = z.strictObject({
  project: z.string().nullable(),
  declaredFunds: z.strictObject({
    total: wan,
    fiscalAppropriation: wan.nullable(),
    otherFunds: wan.nullable(),
    carriedOver: wan.nullable(),
    basic: wan.nullable(),
    project: wan.nullable(),
  }),
  tasks: z.array(texts('name', 'content')),
  goals: z.array(z.string()),
  indicators: z.array(texts('level1', 'level2', 'level3', 'value').extend({ remark: z.string().optional() })),
});

/** Cells are strings exactly as they are printed. */
export const tableAnswer = z
  .strictObject({
    table: z.string(),
    title: z.string(),
    unit: codeAndName,
    year: z.int(),
    measure: z.enum(['current', 'original']),
    currencyUnit: z.literal('万元'),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())).meta({ description: 'Cells as printed; zero is blank' }),
    notes: z.array(z.string()),
    alignments: z.array(z.enum(['left', 'right'])).meta({ description: 'How each column is set' }),
    landscape: z.boolean().meta({ description: 'Whether the table is printed across the page' }),
    details: z
      .strictObject({ department: codeAndName, staffing: staffing.nullable(), blocks: z.array(block) })
      .optional()
      .meta({ description: 'Tables 10 and 11: what they say besides their indicators' }),
    position,
  })
  .meta({ title: 'Table' });

export const comparisonAnswer = z
  .strictObject({
    unit: codeAndName,
    year: z.int(),
    priorYear: z.int(),
    currencyUnit: z.literal('万元'),
    measures: z.array(
      z.strictObject({
        measure: z.string(),
        name: z.string(),
        current: wan,
        prior: wan.nullable().meta({ description: 'Null where the prior year is unknown, which is not zero' }),
        change: wan.nullable(),
        ratio: z.string().nullable().meta({ example: '14.08%' }),
        words: z.string(),
      }),
    ),
    position,
  })
  .meta({ title: 'Comparison' });

const dimensions = {
  unit: z.string(),
  source: z.enum(SOURCES),
  function: z.string(),
  economic: z.string(),
  category: z.enum(CATEGORIES),
  project: z.string().optional(),
  originYear: z.int().optional(),
  procurement: z.enum(PROCUREMENTS).optional(),
};

const lineAnswer = z.strictObject({
  ...dimensions,
  originalYuan: yuan,
  carriedOverYuan: yuan,
  supplementedYuan: yuan,
  cutYuan: yuan,
  transferredYuan: yuan,
  currentYuan: yuan,
});
export type LineAnswer = z.infer<typeof lineAnswer>;

export const linesAnswer = z
  .strictObject({
    division: z.string(),
    unit: z.string(),
    year: z.int(),
    lines: z.array(lineAnswer),
    position,
  })
  .meta({ title: 'Lines' });

const posting = z.strictObject({
  line: z.strictObject(dimensions),
  fiscalYear: z.int(),
  column: z.enum(AMOUNT_COLUMNS),
  deltaYuan: yuan,
  currentBeforeYuan: yuan,
  currentAfterYuan: yuan,
});

export const eventsAnswer = z
  .strictObject({
    stream: z.string(),
    events: z.array(
      z.strictObject({
        revision: z.int(),
        eventId: z.string(),
        type: z.string(),
        refused: z.boolean(),
        commandId: z.string(),
        correlationId: z.string(),
        actor: z.string(),
        documentNumber: z.string().optional(),
        effectiveDate: z.iso.date().optional(),
        recordedAt: z.iso.datetime(),
        hash,
        prevhash: z.string(),
        partition: z.int(),
        offset: z.int(),
        postings: z.array(posting),
        data: z.unknown().meta({ description: 'The event as it stands in the log' }),
      }),
    ),
    next: z.int().optional().meta({ description: 'Go on with after=next; absent on the newest page' }),
    position,
  })
  .meta({ title: 'AuditTrail' });

export const problemAnswer = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ example: 'not-found' }),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ title: 'Problem', description: 'RFC 9457' });
