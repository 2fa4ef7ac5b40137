import { z } from 'zod';

import { amounts, dimensionShape, hash, revision, stream, year } from './line-schema';
import { namedEnum } from './named-enum';
import { problemSchema } from './problem-schema';
import { SCHEMA_NAMES } from './schema-names';

const yuan = z.string().meta({ description: 'Yuan, two places', example: '834200.00' });
const position = z.string().meta({ description: 'partition:offset of the record', example: '3:41' });

const warning = z
  .strictObject({
    code: z.literal('not-carried-over'),
    message: z.string().meta({ description: 'Chinese first, English beside it' }),
    units: z.int(),
    lines: z.int(),
    leftYuan: yuan,
    frozenYuan: yuan,
  })
  .register(SCHEMA_NAMES, { id: 'Warning' });
const warnings = z.array(warning).optional().meta({
  description: 'What deserves a second look, of a year that is closed with balances that were not carried over',
});

/** What a command is answered that became a record. */
export const receiptSchema = z
  .strictObject({
    commandId: z.string(),
    eventId: z.string().meta({ example: '361100/126@17' }),
    stream,
    revision,
    position,
    hash: hash.meta({
      description:
        "SHA-256 of the record's exact bytes, in lowercase hex: keep it, and nobody can alter the record unseen",
    }),
    warnings,
  })
  .register(SCHEMA_NAMES, { id: 'Receipt' });

/** What a dry run can come to. */
export const OUTCOME_NAMES = { accepted: '可以记账', refused: '将被拒绝' } as const;

const touchedLine = z
  .strictObject({ ...dimensionShape, fiscalYear: year, before: amounts, after: amounts })
  .register(SCHEMA_NAMES, { id: 'TouchedLine' });

/** What a command would have become; nothing of it was written. */
export const trialSchema = z
  .strictObject({
    dryRun: z.literal(true),
    commandId: z.string(),
    outcome: namedEnum(OUTCOME_NAMES),
    stream,
    revision: z
      .int()
      .min(0)
      .meta({ description: 'The revision that the decision stands on, those of the same trial counted' }),
    position: position.optional().meta({ description: 'The newest record that the decision knew of' }),
    hash: hash.meta({ description: "Of the stream's newest record in the log" }),
    event: z.strictObject({
      type: z.string(),
      data: z.unknown().meta({ description: 'With the first thousand items of each list' }),
      leftOut: z
        .record(z.string(), z.int())
        .optional()
        .meta({ description: 'How many items lists of the data lack here, by their paths' }),
    }),
    problem: problemSchema.optional().meta({ description: 'What a refusal would have been answered' }),
    lines: z.array(touchedLine).meta({
      description:
        'The lines that would be touched, before and after: the first thousand, and of many commands fewer as more have been told',
    }),
    linesLeftOut: z.int().optional().meta({ description: 'How many more lines would be touched' }),
    warnings,
  })
  .register(SCHEMA_NAMES, { id: 'Trial' });

/** What each command of a batch is answered. */
export const answerSchema = z
  .strictObject({
    status: z.int().meta({ description: 'As the command alone would be answered', example: 201 }),
    body: z.union([receiptSchema, trialSchema, problemSchema]),
    repeated: z
      .literal(true)
      .optional()
      .meta({ description: 'Beside a refusal that was recorded under the same id before' }),
  })
  .register(SCHEMA_NAMES, { id: 'Answer' });

export const batchAnswerSchema = z
  .strictObject({ answers: z.array(answerSchema).meta({ description: 'One for each command, in order' }) })
  .register(SCHEMA_NAMES, { id: 'BatchAnswer' });
