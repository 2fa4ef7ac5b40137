import type { AuditEvent } from '#read-model';

import { auditTrailAsCsv } from './audit-trail-csv';

const event: AuditEvent = {
  revision: 7,
  eventId: '361100/126@7',
  type: 'budget.adjusted.v1',
  refused: false,
  commandId: 'c',
  correlationId: 'k',
  actor: 'me',
  recordedAt: '2024-06-30T10:00:00.000Z',
  hash: 'aa',
  prevhash: 'bb',
  partition: 3,
  offset: 41,
  postings: [],
  data: {},
};
const posting: AuditEvent['postings'][number] = {
  line: {
    unit: '126001',
    source: 'general-public-budget',
    function: '2012901',
    economic: '30201',
    category: 'operating',
  },
  fiscalYear: 2024,
  column: 'supplement' as never,
  deltaYuan: '10.00',
  currentBeforeYuan: '0.00',
  currentAfterYuan: '10.00',
  availableBeforeYuan: '0.00',
  availableAfterYuan: '10.00',
  effectiveDate: '2024-05-01',
};

function cellsOf(events: readonly AuditEvent[], ...names: string[]) {
  const { columns, rows } = auditTrailAsCsv(events);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  return rows.map((row) => names.map((name) => row[columns.indexOf(name)]));
}

describe('the audit trail as CSV', () => {
  it("has a row for each posting, with its event's columns repeated", () => {
    const two = { ...event, postings: [posting, { ...posting, deltaYuan: '-10.00' }] };
    expect(cellsOf([two], 'eventId', 'unit', 'deltaYuan', 'hash', 'offset')).toEqual([
      ['361100/126@7', '126001', '10.00', 'aa', 41],
      ['361100/126@7', '126001', '-10.00', 'aa', 41],
    ]);
  });

  it('has one row without a posting for an event that moves no money', () => {
    expect(cellsOf([event], 'revision', 'unit', 'deltaYuan', 'refusal')).toEqual([
      [7, undefined, undefined, undefined],
    ]);
  });

  it('says why a command was refused', () => {
    const refused = { ...event, refused: true, data: { refusal: { code: 'insufficient-budget' } } };
    expect(cellsOf([refused], 'refusal')).toEqual([['insufficient-budget']]);
  });
});
