import { z } from 'zod';

import {
  amounts,
  department,
  dimensionShape,
  division,
  hash,
  instant,
  lineWithAmounts,
  log,
  revision,
  stream,
  tableNumber,
  unit,
  year,
} from './line-schema';

/**
 * What /v1/subscriptions sends, by the name of the event. The id of an event is the position that its reader stands on with it:
 * partition:offset of every partition, separated by commas. While streams that it asks for have stopped, `;stops=` and a hash of them follow; of
 * who may not read all that was asked for, `;within=` and a hash of what they may.
 */
const position = z.string().meta({ description: 'partition:offset of the record in the log', example: '3:41' });
const standing = z.string().meta({
  description: 'The newest record of each partition that is covered, the id to come again with',
  example: '0:12,3:41',
});

const limitedTo = z.literal('rights').optional().meta({
  description:
    'Only what the reader may read of what was asked for is sent; whether there is anything else is not said',
});

const stateMessage = z
  .strictObject({
    division,
    department,
    departmentName: z.string(),
    unit,
    unitName: z.string(),
    year,
    revision: revision.meta({ description: 'The revision of the stream that the lines stand on' }),
    hash,
    lines: z.array(lineWithAmounts),
  })
  .meta({
    title: 'State',
    description:
      'event: state. One unit-year that the filter selects, as it stands. It has no id: what counts is complete at `ready`',
  });

const readyMessage = z.strictObject({ position: standing, log: log.optional(), limitedTo }).meta({
  title: 'Ready',
  description: 'event: ready. All that stood in the tables has been sent; what follows are changes as they happen',
});

const changeMessage = z
  .strictObject({
    stream,
    division,
    department,
    revision,
    position,
    eventId: z.string().meta({ example: '361100/126@17' }),
    type: z.string().meta({ example: 'budget.adjusted.v1' }),
    hash,
    recordedAt: instant,
    actor: z.string(),
    commandId: z.string(),
    correlationId: z.string(),
    documentNumber: z.string().optional(),
    effectiveDate: z.iso.date().optional(),
    reason: z.string().optional(),
    besides: z.array(z.strictObject({ unit: unit.optional(), year: year.optional() })).meta({
      description:
        'What the event is about besides lines: units whose name or targets it sets, or the year that it closes',
    }),
    tables: z
      .array(tableNumber)
      .meta({ description: 'Statutory tables whose figures or texts may differ from before' }),
    lines: z
      .array(z.strictObject({ ...dimensionShape, year, before: amounts, after: amounts }))
      .meta({ description: 'The lines that the filter selects, each once; a line that did not exist before is zero' }),
  })
  .meta({
    title: 'Change',
    description: 'event: change. One event of the ledger; refusals change nothing and are not sent',
  });

const stoppedMessage = z
  .strictObject({
    stream,
    revision: z.int().meta({ description: 'The newest revision that is sent' }),
    position: position.meta({ description: 'partition:offset of the record that could not be read' }),
    reason: z.string(),
  })
  .meta({
    title: 'Stopped',
    description:
      'event: stopped. The projection of this stream waits for an operator; no change of it is sent until then. Once it goes on, ' +
      'come-again `mended` says so: what it recorded meanwhile may lie before the ids that were sent',
  });

const COME_AGAIN_REASONS = [
  'slow-reader',
  'shutdown',
  'unavailable',
  'history-too-large',
  'other-log',
  'mended',
  'rights-changed',
  'token-expired',
  'overloaded',
  'position-not-reached',
] as const;
const comeAgainMessage = z
  .strictObject({
    reason: z.enum(COME_AGAIN_REASONS),
    zh: z.string(),
    en: z.string(),
    retryMs: z.int().meta({ description: 'How long to wait before connecting again, as `retry:` says it to browsers' }),
    problem: z
      .looseObject({ code: z.string(), status: z.int(), title: z.string(), detail: z.string() })
      .optional()
      .meta({
        description: 'Where nothing was sent before: the problem (RFC 9457) that another read would have been answered',
      }),
  })
  .meta({
    title: 'ComeAgain',
    description:
      'event: come-again. The connection ends here; connect again with the last id that was received; of another log, where a stopped stream goes on, where rights have changed, and where too much history lies behind it, without one',
  });

/** The messages by their event names. */
export const SUBSCRIPTION_MESSAGES = {
  state: stateMessage,
  ready: readyMessage,
  change: changeMessage,
  stopped: stoppedMessage,
  'come-again': comeAgainMessage,
} as const;

export type StateMessage = z.infer<typeof stateMessage>;
export type ChangeMessage = z.infer<typeof changeMessage>;
export type ComeAgainReason = (typeof COME_AGAIN_REASONS)[number];
