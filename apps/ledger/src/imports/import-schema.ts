import { IMPORT_STATE_NAMES, RECEIPT_NAMES } from '#imports';
import { namedEnum, receiptSchema, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

const row = z.int().min(1).meta({ description: 'As a spreadsheet counts it', example: 7 });
const yuan = z.string().meta({ description: 'Yuan, two places', example: '834200.00' });

const fault = z
  .strictObject({
    row,
    column: z.string().optional().meta({ example: '单位编码 unit' }),
    found: z.string().optional().meta({ description: 'What stands in the cell' }),
    message: z.string().meta({ description: 'What is expected in its place, Chinese first' }),
  })
  .register(SCHEMA_NAMES, { id: 'ImportFault' });

const held = z.strictObject({ currentYuan: yuan, availableYuan: yuan }).register(SCHEMA_NAMES, { id: 'ImportHeld' });

const place = { division: z.string(), department: z.string(), unit: z.string(), fiscalYear: z.int() };

const movedUnit = z
  .strictObject({ ...place, lines: z.int(), before: held, after: held })
  .register(SCHEMA_NAMES, { id: 'ImportUnit' });

const movedLine = z
  .strictObject({
    ...place,
    source: z.string(),
    function: z.string(),
    economic: z.string(),
    category: z.string(),
    project: z.string().optional(),
    originYear: z.int().optional(),
    before: held,
    after: held,
  })
  .register(SCHEMA_NAMES, { id: 'ImportLine' });

/** What the dry run of a file came to. */
const reportSchema = z.strictObject({
  notes: z.array(z.string()).meta({ description: 'How the file was read where it does not say it, Chinese first' }),
  faults: z.array(fault).meta({ description: 'The first thousand; `faults.csv` has all of them' }),
  faultsLeftOut: z.int().optional(),
  stoodBefore: z.int().meta({ description: 'Commands that were recorded before: they are not recorded again' }),
  units: z.array(movedUnit).meta({
    description: 'Lines that the file touches, added up by unit and year, before and after; the first thousand',
  }),
  unitsLeftOut: z.int().optional(),
  lines: z
    .array(movedLine)
    .meta({ description: 'Each line that the file touches, before and after; the first thousand' }),
  linesLeftOut: z.int().optional(),
});
export type Report = z.output<typeof reportSchema>;

const receipt = z
  .strictObject({
    documentNumber: z.string(),
    type: z.string().meta({ example: 'AllocateBudget' }),
    rows: z.string().meta({ description: 'Of the file', example: '2–301, 305' }),
    outcome: namedEnum(RECEIPT_NAMES),
    ...receiptSchema.pick({ stream: true, revision: true, position: true, hash: true }).partial().shape,
    reason: z.string().optional().meta({ description: 'Why it was refused, Chinese first' }),
  })
  .register(SCHEMA_NAMES, { id: 'ImportReceipt' });

const head = {
  id: z.uuid(),
  fileName: z.string().optional(),
  bytes: z.int(),
  state: namedEnum(IMPORT_STATE_NAMES),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().meta({ description: 'From then on the file is forgotten; what was recorded stays' }),
  progress: z.strictObject({
    total: z.int().meta({ description: 'Commands of the file' }),
    done: z.int(),
    recorded: z.int(),
    refused: z.int(),
    reason: z.string().optional().meta({ description: 'Why posting was broken off' }),
  }),
};

const importHeadSchema = z.strictObject(head).register(SCHEMA_NAMES, { id: 'ImportHead' });

export const importSchema = z
  .strictObject({
    ...head,
    report: reportSchema,
    receipts: z.array(receipt).meta({ description: 'What became of the commands so far: the first thousand' }),
    receiptsLeftOut: z.int().optional(),
    position: z.string().optional().meta({
      description: 'Where a read has to be for all of it to be in: `Ledger-Min-Position`',
      example: '3:41,5:7',
    }),
  })
  .register(SCHEMA_NAMES, { id: 'Import' });

export const importListSchema = z
  .strictObject({ imports: z.array(importHeadSchema).meta({ description: 'Newest first' }) })
  .register(SCHEMA_NAMES, { id: 'ImportList' });

export type ImportHead = z.output<typeof importHeadSchema>;
export type ImportAnswer = z.output<typeof importSchema>;
