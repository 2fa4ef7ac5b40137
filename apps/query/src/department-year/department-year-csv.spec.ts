import { dimensionsExample as line } from '../lines/lines-example';
import { carryOverAsCsv } from './carry-over-csv';
import { freezesAsCsv } from './freezes-csv';
import { transitsAsCsv } from './transits-csv';

/** The cells of the only row, by the names of their columns. */
function cellsOf({ columns, rows }: ReturnType<typeof freezesAsCsv>): Record<string, unknown> {
  const [row = []] = rows;
  expect([rows.length, row.length]).toEqual([1, columns.length]);
  return Object.fromEntries(columns.map((name, index) => [name, row[index]]));
}

it('freezes as CSV say what each still holds, and of which line', () => {
  const cells = cellsOf(freezesAsCsv([{ freezeRevision: 9, fiscalYear: 2024, line, heldYuan: '1.00' }]));
  expect(cells).toMatchObject({ freezeRevision: 9, fiscalYear: 2024, ...line, project: undefined, heldYuan: '1.00' });
});

it('a preview of year-end as CSV says of each line what is left and where it would go', () => {
  const cells = cellsOf(
    carryOverAsCsv(2024, [
      { ...line, leftYuan: '5.00', frozenYuan: '1.00', kind: 'carry-forward', into: { ...line, originYear: 2024 } },
    ]),
  );
  expect(cells).toMatchObject({
    fiscalYear: 2024,
    economic: '30201',
    originYear: undefined,
    leftYuan: '5.00',
    frozenYuan: '1.00',
    kind: 'carry-forward',
    intoOriginYear: 2024,
  });
});

it('transfers as CSV name their events and why they were refused', () => {
  const transit = {
    transitId: '361100/126@17',
    direction: 'out',
    fromStream: '361100/126',
    toStream: '361100/127',
    fiscalYear: 2024,
    status: 'refused',
    amountYuan: '2.00',
    events: { sent: '361100/126@17', refused: '361100/127@4' },
    refusalCode: 'year-closed',
  } as const;
  const { events, ...named } = transit;
  expect(cellsOf(transitsAsCsv([transit]))).toEqual({ ...named, events: `${events.sent} ${events.refused}` });
});
