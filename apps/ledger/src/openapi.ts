import { COMMAND_EXAMPLES, describedSchema, valueNames } from '#wire';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaObject = Exclude<Schemas[string], { $ref: string }>;

const warnings: SchemaObject = {
  type: 'array',
  description: 'What deserves a second look, of a year that is closed with balances that were not carried over',
  items: {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', example: 'not-carried-over' },
      message: { type: 'string' },
      units: { type: 'integer' },
      lines: { type: 'integer' },
      leftYuan: { type: 'string', example: '834200.00' },
      frozenYuan: { type: 'string', example: '0.00' },
    },
  },
};

/** The OpenAPI schema of what a zod schema accepts, so that the documentation cannot differ from the validation. */
export function openApiSchema(schema: z.ZodType): SchemaObject {
  return describedSchema(schema, { target: 'openapi-3.0', io: 'input' });
}

/** One command of each kind, as the documentation shows them. */
export const commandExamples = Object.fromEntries(
  COMMAND_EXAMPLES.map(({ name, summary, command }) => [name, { summary, value: command }]),
);

export const recordedSchema: SchemaObject = {
  type: 'object',
  required: ['commandId', 'eventId', 'stream', 'revision', 'position', 'hash'],
  properties: {
    commandId: { type: 'string' },
    eventId: { type: 'string', example: '361100/126@17' },
    stream: { type: 'string', example: '361100/126' },
    revision: { type: 'integer', minimum: 1 },
    position: { type: 'string', example: '3:41', description: 'partition:offset' },
    hash: { type: 'string', description: "SHA-256 of the record's exact bytes, in lowercase hex" },
    warnings,
  },
};

/** RFC 9457 */
export const problemSchema: SchemaObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', example: 'line-below-zero' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    figures: {
      type: 'array',
      description: 'The first thousand; the event of a refusal has all of them',
      items: { type: 'object', additionalProperties: true },
    },
    figuresLeftOut: { type: 'integer', description: 'How many figures are not told here' },
    legalSource: { type: 'string' },
  },
};

const yuan: SchemaObject = { type: 'string', example: '834200.00', description: 'Yuan, two places' };

/** What a dry run can come to. */
export const OUTCOME_NAMES = { accepted: '可以记账', refused: '将被拒绝' } as const;

/** What a dry run is answered. */
export const trialSchema: SchemaObject = {
  type: 'object',
  required: ['dryRun', 'commandId', 'outcome', 'stream', 'revision', 'hash', 'event', 'lines'],
  properties: {
    dryRun: { type: 'boolean', enum: [true] },
    commandId: { type: 'string' },
    outcome: { type: 'string', enum: Object.keys(OUTCOME_NAMES), description: valueNames(OUTCOME_NAMES) },
    stream: { type: 'string', example: '361100/126' },
    revision: { type: 'integer', description: 'The revision that the decision stands on' },
    position: { type: 'string', example: '3:41', description: 'The newest record that the decision knew of' },
    hash: { type: 'string', description: "Of the stream's newest record in the log" },
    event: {
      type: 'object',
      properties: {
        type: { type: 'string' },
        data: { type: 'object', description: 'With the first thousand items of each list' },
        leftOut: {
          type: 'object',
          description: 'How many items lists of the data lack here, by their paths',
          additionalProperties: { type: 'integer' },
        },
      },
    },
    problem: problemSchema,
    lines: {
      type: 'array',
      description:
        'The lines that would be touched, before and after: the first thousand, and of many commands fewer as more have been told',
      items: {
        type: 'object',
        properties: {
          unit: { type: 'string' },
          fiscalYear: { type: 'integer' },
          before: { type: 'object', additionalProperties: yuan },
          after: { type: 'object', additionalProperties: yuan },
        },
        additionalProperties: true,
      },
    },
    linesLeftOut: { type: 'integer', description: 'How many more lines would be touched' },
    warnings,
  },
};
