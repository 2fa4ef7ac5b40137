import type { AcceptedRecord } from '#log';
import { BinaryRows, type Transaction } from '#postgres';

import { eventRowsOf } from './event-rows';
import { isRefusedContent, TablesUnfit } from './refused-content';
import { EVENT, POSTING, SAYING, TRANSIT_LEG } from './tables';
import { understandAll, type Understood } from './understand';
import { writeEvents } from './write-events';

const STREAM = '000000/000';
const UNIT = '000001';
const PAPER = { documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01' };
const LINE = { unit: UNIT, source: 'general-public-budget', function: '2012901', economic: '30201' };
/** Behind all that any log holds. */
const REVISION = 2 ** 52;

/** Ordinary events that write into every table, at a place where no log has one. */
const RECORDS = [
  recordOf(REVISION, 'unit.registered.v1', { ...PAPER, unit: UNIT, name: '单位', departmentName: '部门' }),
  recordOf(REVISION + 1, 'department-transfer.sent.v1', {
    ...PAPER,
    fiscalYear: 2024,
    chartHash: '0'.repeat(64),
    transitId: `${STREAM}@${REVISION + 1}`,
    toDepartment: '001',
    from: [{ ...LINE, category: 'operating', amountYuan: '1.00' }],
    to: [{ ...LINE, unit: '001001', category: 'operating', amountYuan: '1.00' }],
  }),
];

/**
 * Whether ordinary events can be written, asked before any stream is stopped: an event is to blame only where others like it pass. Throws
 * TablesUnfit where they do not, and leaves nothing behind.
 */
export async function requireFit(client: Transaction): Promise<void> {
  const events = ordinaryEvents();
  await client.query('savepoint probe');
  try {
    await writeEvents(client, events);
  } catch (error) {
    throw isRefusedContent(error) ? new TablesUnfit(error) : error;
  }
  await client.query('rollback to savepoint probe');
}

/** The same question where rows are made and nothing is written yet: whether rows of ordinary events can be made. */
export function requireFitRows(): void {
  try {
    const rows = eventRowsOf(ordinaryEvents(), new Map(), undefined);
    const [event, posting] = [new BinaryRows(EVENT), new BinaryRows(POSTING)];
    const [saying, transitLeg] = [new BinaryRows(SAYING), new BinaryRows(TRANSIT_LEG)];
    for (const row of rows.events) event.add(row);
    for (const row of rows.postings) posting.add(row);
    for (const row of rows.sayings) saying.add(row);
    for (const row of rows.transitLegs) transitLeg.add(row);
  } catch (error) {
    throw error instanceof TablesUnfit ? error : new TablesUnfit(error);
  }
}

function ordinaryEvents(): Understood[] {
  const { events, stops } = understandAll(RECORDS);
  for (const { reason } of stops.values()) throw new TablesUnfit(new Error(reason));
  return events;
}

function recordOf(revision: number, type: string, data: object): AcceptedRecord {
  const hash = String(revision).padStart(64, '0');
  const envelope = {
    specversion: '1.0' as const,
    id: `${STREAM}@${revision}`,
    type,
    source: 'urn:budget-ledger:probe',
    subject: STREAM,
    time: '2024-01-01T00:00:00.000Z',
    datacontenttype: 'application/json' as const,
    revision,
    prevhash: '0'.repeat(64),
    commandid: 'probe',
    commandhash: hash,
    actor: 'probe',
    correlationid: 'probe',
    data,
  };
  return { partition: 0, offset: REVISION, stream: STREAM, hash, envelope };
}
