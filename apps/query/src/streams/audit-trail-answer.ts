import { COLUMN_NAMES } from '#domain';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { hash, next, yuan } from '../http/answer-parts';
import { stood } from '../http/standing-answer';
import { dimensions } from '../lines/lines-answer';

const posting = z
  .strictObject({
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
  })
  .register(SCHEMA_NAMES, { id: 'Posting' });

export const auditEvent = z
  .strictObject({
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
  })
  .register(SCHEMA_NAMES, { id: 'AuditEvent' });

export const eventsAnswer = z
  .strictObject({
    stream: z.string(),
    events: z.array(auditEvent),
    next: z.int().optional().meta({ description: 'Go on with after=next; absent on the newest page' }),
    ...stood,
  })
  .meta({ title: 'AuditTrail' })
  .register(SCHEMA_NAMES, { id: 'AuditTrail' });

export const divisionEventsAnswer = z
  .strictObject({ division: z.string(), events: z.array(auditEvent), next, ...stood })
  .meta({ title: 'DivisionTrail' })
  .register(SCHEMA_NAMES, { id: 'DivisionTrail' });
