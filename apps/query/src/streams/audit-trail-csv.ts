import { LINE_DIMENSIONS } from '#domain';
import type { AuditEvent, AuditPosting } from '#read-model';
import type { CsvCell, CsvTable } from '#report';

import { dimensionCells } from '../lines/dimension-cells';

const BEFORE = [
  'revision',
  'eventId',
  'type',
  'recordedAt',
  'effectiveDate',
  'documentNumber',
  'actor',
  'commandId',
  'correlationId',
];
const POSTING = [
  'fiscalYear',
  ...LINE_DIMENSIONS,
  'column',
  'deltaYuan',
  'currentBeforeYuan',
  'currentAfterYuan',
  'availableBeforeYuan',
  'availableAfterYuan',
  'postingEffectiveDate',
  'freezeRevision',
];
const AFTER = ['refusal', 'reverses', 'reversedBy', 'hash', 'prevhash', 'partition', 'offset'];

/** One row a posting, with its event's columns repeated; an event that moves no money has one row without a posting. */
export function auditTrailAsCsv(events: readonly AuditEvent[]): CsvTable {
  const rows = events.flatMap((event) => {
    const postings = event.postings.length === 0 ? [undefined] : event.postings;
    return postings.map((posting) => [...cellsBefore(event), ...postingCells(posting), ...cellsAfter(event)]);
  });
  return { columns: [...BEFORE, ...POSTING, ...AFTER], rows };
}

function cellsBefore(event: AuditEvent): CsvCell[] {
  const { revision, eventId, type, recordedAt, effectiveDate, documentNumber, actor, commandId, correlationId } = event;
  const given = [documentNumber, actor, commandId, correlationId];
  return [revision, eventId, type, recordedAt, effectiveDate, ...given];
}

function postingCells(posting: AuditPosting | undefined): CsvCell[] {
  if (posting === undefined) return POSTING.map(() => undefined);
  const { fiscalYear, line, column, deltaYuan, currentBeforeYuan, currentAfterYuan } = posting;
  const { availableBeforeYuan, availableAfterYuan, effectiveDate, freezeRevision } = posting;
  return [
    fiscalYear,
    ...dimensionCells(line),
    column,
    deltaYuan,
    currentBeforeYuan,
    currentAfterYuan,
    availableBeforeYuan,
    availableAfterYuan,
    effectiveDate,
    freezeRevision,
  ];
}

function cellsAfter(event: AuditEvent): CsvCell[] {
  const { refused, data, reverses, reversedBy, hash, prevhash, partition, offset } = event;
  const { refusal } = data as { refusal?: { code?: string } };
  return [refused ? refusal?.code : undefined, reverses, reversedBy, hash, prevhash, partition, offset];
}
