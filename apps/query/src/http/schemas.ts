import {
  AMOUNT_COLUMNS,
  type amountsInYuan,
  CARRY_OVER_NAMES,
  CATEGORY_NAMES,
  COLUMN_NAMES,
  GROUPING_NAMES,
  MEASURE_NAMES,
  PROCUREMENT_NAMES,
  SOURCE_NAMES,
} from '#domain';
import { TRANSIT_DIRECTION_NAMES, TRANSIT_STATUS_NAMES } from '#read-model';
import { COMPARED_NAMES, REPORT_LEVEL_NAMES, REPORT_MEASURE_NAMES } from '#report';
import { namedEnum } from '#wire';
import { z } from 'zod';

/**
 * What this service answers. Types and OpenAPI come from here; the tests hold the answers to it.
 */
const position = z.string().meta({
  description: 'The newest record of the log that the answer stands on, as partition:offset',
  example: '3:41',
});
/** Read by problems as well: what is not found may be what a stopped stream keeps back. */
const stopped = z
  .array(
    z.strictObject({
      stream: z.string().meta({ example: '361100/126' }),
      revision: z.int().meta({ description: 'The newest revision that is shown' }),
      position: z
        .string()
        .meta({ description: 'partition:offset of the record that could not be read', example: '3:41' }),
      reason: z.string(),
    }),
  )
  .optional()
  .meta({
    description:
      'Streams behind this answer whose projection waits for an operator: what they recorded afterwards is not in it',
  });
/** What an answer of one stream stands on; a division has many, and its answers name the position alone. */
const stood = {
  position,
  revision: z.int().optional().meta({ description: 'The newest event that counts; absent for a division' }),
  effectiveOn: z.iso.date().optional().meta({ description: 'As asked: without what takes effect later' }),
  stopped,
};
const made = {
  ...stood,
  versions: z.strictObject({ layout: z.string(), chart: z.string() }).meta({
    description: 'The same question as of the same position gives the same bytes, as long as these are the same',
  }),
};
const next = z.string().optional().meta({ description: 'Go on with cursor=next; absent on the last page' });
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

const knownUnit = z.strictObject({
  division: z.string(),
  department: z.string(),
  departmentName: z.string(),
  unit: z.string(),
  name: z.string(),
  registeredOn: z.string().meta({ description: 'The effective date of its first registration', example: '2023-01-01' }),
  staffing: staffing.optional(),
  years: z.array(z.int()).meta({ description: 'The years of which the unit has any event' }),
});

/** The place of an answer, as its address names it. */
const place = { division: z.string(), department: z.string().optional(), unit: z.string().optional() };

export const unitsAnswer = z
  .strictObject({ ...place, units: z.array(knownUnit), next, ...stood })
  .meta({ title: 'Units' });

export const unitAnswer = knownUnit
  .extend({
    stream: z.string().meta({ example: '361100/126' }),
    ...stood,
  })
  .meta({ title: 'Unit' });

export const streamAnswer = z
  .strictObject({
    stream: z.string().meta({ example: '361100/126' }),
    revision: z.int().meta({ description: 'Of its newest event' }),
    hash,
    time: z.iso.datetime().meta({ description: 'When its newest event was recorded' }),
    position,
    effectiveOn: stood.effectiveOn,
    stopped,
  })
  .meta({ title: 'Stream' });

const block = z.strictObject({
  unit: codeAndName,
  department: codeAndName,
  staffing: staffing.nullable(),
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

const level = namedEnum(REPORT_LEVEL_NAMES).meta({
  description: 'What the budget is called: a unit that is all of its department publishes as the department',
});
/** How a column is set. */
export const ALIGNMENT_NAMES = { left: '左对齐', right: '右对齐' } as const;
const measure = namedEnum(REPORT_MEASURE_NAMES);

/** Cells are strings exactly as they are printed. */
const tableParts = z.strictObject({
  table: z.string(),
  title: z.string(),
  level,
  unit: codeAndName.meta({ description: '填报单位' }),
  year: z.int(),
  measure,
  currencyUnit: z.literal('万元'),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())).meta({ description: 'Cells as printed; zero is blank' }),
  addresses: z
    .array(z.array(z.string()))
    .meta({ description: 'The address of each cell, row/column, to be asked about under cells/; empty for text' }),
  notes: z.array(z.string()),
  alignments: z.array(namedEnum(ALIGNMENT_NAMES)).meta({ description: 'How each column is set' }),
  landscape: z.boolean().meta({ description: 'Whether the table is printed across the page' }),
  details: z
    .strictObject({ blocks: z.array(block) })
    .optional()
    .meta({ description: 'Tables 10 and 11: what they say besides their indicators' }),
});
export const tableAnswer = tableParts.extend(made).meta({ title: 'Table' });

const unitsWithoutPrior = z.array(codeAndName).meta({
  description: 'Units whose prior year is unknown while that of others is known: no change counts them',
});
const unitsWithoutCurrent = z.array(codeAndName).meta({
  description: 'Units of the prior year that have no amounts in this one: no change counts them',
});
const uncompared = (of: typeof unitsWithoutPrior) =>
  z.array(codeAndName.extend({ amount: wan })).meta({ description: of.meta()?.description ?? '' });
export const comparisonAnswer = z
  .strictObject({
    level,
    unit: codeAndName,
    year: z.int(),
    priorYear: z.int(),
    unitsWithoutPrior: uncompared(unitsWithoutPrior),
    unitsWithoutCurrent: uncompared(unitsWithoutCurrent),
    currencyUnit: z.literal('万元'),
    measures: z.array(
      z.strictObject({
        measure: z.string(),
        name: z.string(),
        current: wan,
        prior: wan.nullable().meta({ description: 'Null where the prior year is unknown, which is not zero' }),
        comparableCurrent: wan.nullable().meta({ description: 'Of the units that both years know; null without any' }),
        comparablePrior: wan.nullable(),
        change: wan
          .nullable()
          .meta({ description: 'Of the units that both years know (同口径), as the ratio and the words' }),
        ratio: z.string().nullable().meta({ example: '14.08%' }),
        words: z.string(),
      }),
    ),
    ...made,
  })
  .meta({ title: 'Comparison' });

const eventName = z.strictObject({
  eventId: z.string().meta({ example: '361100/126@7' }),
  type: z.string(),
  actor: z.string(),
  documentNumber: z.string().optional(),
  effectiveDate: z.iso.date().optional(),
  recordedAt: z.iso.datetime(),
  revision: z.int(),
  hash,
  partition: z.int(),
  offset: z.int(),
});
const percent = z
  .string()
  .nullable()
  .meta({ example: '14.08%', description: 'Null where it is of zero, or of what is unknown' });
const compared = z.strictObject({
  currentYuan: yuan.nullable().meta({ description: 'Null of a unit that has no amounts on this side' }),
  priorYuan: yuan.nullable().meta({ description: 'Null where it is unknown, which is not zero' }),
  changeYuan: yuan.nullable(),
  ratio: percent,
  share: percent,
  priorShare: percent,
});
const comparedMeasures = z.strictObject({ original: compared, current: compared, paid: compared, available: compared });
const drivers = {
  drivers: z
    .array(eventName.extend({ amountYuan: yuan }))
    .meta({ description: 'The events that the change of the chosen measure is owed to most, the largest first' }),
  otherDriversYuan: yuan.nullable().meta({ description: 'What all other events come to' }),
};
export const dimensionComparisonAnswer = z
  .strictObject({
    ...place,
    by: namedEnum(GROUPING_NAMES),
    year: z.int(),
    measure: namedEnum(MEASURE_NAMES).meta({ description: 'Whose drivers are named' }),
    prior: z.strictObject({
      year: z.int(),
      isKnown: z.boolean().meta({ description: 'Whether anything was posted to it' }),
      unitsWithoutPrior,
      unitsWithoutCurrent,
      ...stood,
      position: position.nullable(),
    }),
    currencyUnit: z.literal('元'),
    rows: z.array(
      z.strictObject({
        of: namedEnum(COMPARED_NAMES).meta({
          description:
            'Rows of the dimension are of the units that both sides know; a unit that only one side knows is a row of its own, under its code',
        }),
        key: z.string(),
        name: z.string(),
        measures: comparedMeasures,
        ...drivers,
      }),
    ),
    comparable: z
      .strictObject({ measures: comparedMeasures })
      .meta({ description: 'Of the units that both sides know' }),
    total: z.strictObject({ measures: comparedMeasures, ...drivers }),
    ...made,
  })
  .meta({ title: 'DimensionComparison' });

const sentence = z.strictObject({
  text: z.string(),
  measure: z.string().nullable().meta({ description: 'The measure whose figures the sentence states' }),
  reason: z.string().optional().meta({ description: 'The recorded reason of its change' }),
});
const sections = z.array(
  z.strictObject({
    heading: z.string(),
    depth: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    paragraphs: z.array(z.array(sentence)).meta({ description: 'Sentences, which one after the other are the text' }),
  }),
);
const explanationParts = z.strictObject({
  title: z.string(),
  level,
  unit: codeAndName,
  year: z.int(),
  priorYear: z.int(),
  measure,
  sections,
  unplacedReasons: z
    .array(z.strictObject({ measure: z.string(), reason: z.string() }))
    .meta({ description: 'Recorded reasons that no sentence gives' }),
});
export const explanationAnswer = explanationParts.extend(made).meta({ title: 'Explanation' });

const titledSections = z.strictObject({ title: z.string(), sections });
export const publicationAnswer = z
  .strictObject({
    title: z.string(),
    level,
    unit: codeAndName,
    year: z.int(),
    measure,
    overview: titledSections,
    tables: z.strictObject({ title: z.string(), tables: z.array(tableParts) }),
    explanation: explanationParts,
    glossary: titledSections,
    ...made,
  })
  .meta({ title: 'Publication' });

const dimensions = {
  unit: z.string(),
  source: namedEnum(SOURCE_NAMES),
  function: z.string(),
  economic: z.string(),
  category: namedEnum(CATEGORY_NAMES),
  project: z.string().optional(),
  originYear: z.int().optional(),
  procurement: namedEnum(PROCUREMENT_NAMES).optional(),
};

const amountsShape = Object.fromEntries(
  [...AMOUNT_COLUMNS, 'current', 'available'].map((column) => [`${column}Yuan`, yuan]),
) as Record<keyof ReturnType<typeof amountsInYuan>, typeof yuan>;
const lineAnswer = z.strictObject({ ...dimensions, ...amountsShape });
export type LineAnswer = z.infer<typeof lineAnswer>;
const madeLine = lineAnswer.extend({
  events: z.array(z.string()).meta({ description: 'The events that made the line, in order' }),
});
export type MadeLineAnswer = z.infer<typeof madeLine>;

export const linesAnswer = z
  .strictObject({
    ...place,
    year: z.int(),
    lines: z.array(madeLine),
    next,
    ...stood,
  })
  .meta({ title: 'Lines' });

const keyAndName = texts('key', 'name');
const cellBasis = { ...place, year: z.int(), table: z.string(), measure, currencyUnit: z.literal('万元') };
export const cellAnswer = z
  .strictObject({
    ...cellBasis,
    row: keyAndName,
    column: keyAndName,
    printed: z.string().meta({ description: 'As the table prints it' }),
    amountYuan: yuan.meta({ description: 'The exact sum' }),
    since: z
      .strictObject({ printed: z.string(), amountYuan: yuan, ...stood, position: position.nullable() })
      .optional()
      .meta({
        description: 'The earlier version, where one is asked for; its position is null where nothing was known',
      }),
    eventsYuan: yuan.meta({
      description: 'What all the events add up to: the amount, less that of the earlier version',
    }),
    eventCount: z.int(),
    events: z.array(
      eventName.extend({
        amountYuan: yuan,
        postings: z.array(
          z.strictObject({
            line: z.strictObject(dimensions),
            fiscalYear: z.int(),
            column: namedEnum(COLUMN_NAMES),
            effectiveDate: z.iso.date(),
            amountYuan: yuan.meta({ description: 'What it adds to the cell: a cut takes away' }),
          }),
        ),
      }),
    ),
    next,
    ...made,
  })
  .meta({ title: 'Cell' });

const tableFigures = z.strictObject({
  title: z.string(),
  unit: codeAndName,
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  addresses: z.array(z.array(z.string())),
});
const diffSide = z.strictObject({ ...stood, position: position.nullable(), table: tableFigures.nullable() });
export const diffAnswer = z
  .strictObject({
    ...cellBasis,
    from: diffSide.meta({ description: 'The earlier version; all null where nothing was known by then' }),
    to: diffSide,
    changes: z.array(
      z.strictObject({
        row: keyAndName,
        column: keyAndName,
        from: z.string(),
        to: z.string(),
        change: wan,
        fromYuan: yuan,
        toYuan: yuan,
        changeYuan: yuan,
        events: z.array(eventName.extend({ amountYuan: yuan })).meta({ description: 'The largest first' }),
        otherEvents: z.strictObject({ count: z.int(), amountYuan: yuan }),
      }),
    ),
    ...made,
  })
  .meta({ title: 'TableDiff' });

const stream = z.string().meta({ example: '361100/126' });
const transit = z.strictObject({
  transitId: z.string().meta({ description: 'The id of the event that sent it', example: '361100/126@17' }),
  direction: namedEnum(TRANSIT_DIRECTION_NAMES),
  fromStream: stream,
  toStream: stream,
  fiscalYear: z.int(),
  status: namedEnum(TRANSIT_STATUS_NAMES),
  amountYuan: yuan,
  events: z.record(z.string(), z.string()).meta({ description: 'The events of it by what each of them is' }),
  refusalCode: z.string().optional(),
});
export const transitsAnswer = z
  .strictObject({ stream, transits: z.array(transit), next, ...stood })
  .meta({ title: 'Transits', description: '部门间调剂' });

export const freezesAnswer = z
  .strictObject({
    stream,
    held: z.array(
      z.strictObject({
        freezeRevision: z.int().meta({ description: 'The revision of the event that froze the funds' }),
        freezeEventId: z.string(),
        fiscalYear: z.int(),
        line: z.strictObject(dimensions),
        heldYuan: yuan,
      }),
    ),
    next,
    ...stood,
  })
  .meta({ title: 'Freezes', description: '冻结余额' });

export const departmentYearAnswer = z
  .strictObject({
    stream,
    year: z.int(),
    closed: z.boolean(),
    totals: z.strictObject(amountsShape).meta({ description: 'Of all lines, the pool among them' }),
    pool: z.array(lineAnswer).meta({ description: '待下达: approved lines that are not handed down yet' }),
    ceilings: z.array(
      z.strictObject({
        scope: z.looseObject({ kind: z.string() }),
        limitYuan: yuan,
        currentYuan: yuan,
        roomYuan: yuan,
      }),
    ),
    inTransit: z.array(transit),
    ...stood,
  })
  .meta({ title: 'DepartmentYear' });

const carryOverLine = z.strictObject({
  ...dimensions,
  leftYuan: yuan.meta({ description: 'At most this can be carried over' }),
  frozenYuan: yuan.meta({ description: 'Must be paid or released before it can be carried over' }),
  kind: namedEnum(CARRY_OVER_NAMES),
  into: z.strictObject(dimensions),
  posting: z
    .strictObject({ ...dimensions, amountYuan: yuan })
    .optional()
    .meta({ description: 'As CarryOverBalance of this kind takes it among its lines; absent where nothing is left' }),
});
export const carryOverAnswer = z
  .strictObject({
    stream,
    year: z.int(),
    intoYear: z.int(),
    closed: z.boolean(),
    lines: z.array(carryOverLine),
    totals: z
      .strictObject({ carryForwardYuan: yuan, surplusYuan: yuan, frozenYuan: yuan })
      .meta({ description: 'Of all lines, on whatever page' }),
    next,
    ...stood,
  })
  .meta({ title: 'CarryOverPreview' });

const posting = z.strictObject({
  line: z.strictObject(dimensions),
  fiscalYear: z.int(),
  column: namedEnum(COLUMN_NAMES),
  deltaYuan: yuan,
  currentBeforeYuan: yuan,
  currentAfterYuan: yuan,
  availableBeforeYuan: yuan,
  availableAfterYuan: yuan,
  effectiveDate: z.iso.date(),
  freezeRevision: z.int().optional().meta({ description: 'Of column frozen: the revision of the freeze' }),
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
        reverses: z.int().optional().meta({ description: 'The revision that this event reverses' }),
        reversedBy: z.int().optional().meta({ description: 'The revision of the event that reverses this one' }),
        postings: z.array(posting),
        data: z.unknown().meta({ description: 'The event as it stands in the log' }),
      }),
    ),
    next: z.int().optional().meta({ description: 'Go on with after=next; absent on the newest page' }),
    ...stood,
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
