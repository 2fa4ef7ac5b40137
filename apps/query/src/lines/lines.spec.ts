import { emptyLine, type LineDimensions } from '#domain';
import { csvOf } from '#report';

import { madeLine } from './lines-answer';
import { linesAsCsv } from './lines-csv';
import { madeLineOf } from './made-line';

const dimensions: LineDimensions = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'project',
  project: '=1+1',
  originYear: 2023,
};
const reading = { line: { ...emptyLine(dimensions, 2024), original: 100_000n, frozen: 2_550n }, revisions: [3, 7] };

it('a line names the events that made it, and gives every column in yuan', () => {
  const line = madeLineOf('361100', reading);
  expect(line).toMatchObject({
    ...dimensions,
    originalYuan: '1000.00',
    frozenYuan: '25.50',
    currentYuan: '1000.00',
    availableYuan: '974.50',
    events: ['361100/126@3', '361100/126@7'],
  });
  expect(madeLine.safeParse(line).error).toBeUndefined();
});

it('lines as CSV are a row each, under a column for each dimension and amount', () => {
  const { columns, rows } = linesAsCsv(2024, [reading]);
  const [row = []] = rows;
  const cell = (name: string) => row[columns.indexOf(name)];
  expect(row).toHaveLength(columns.length);
  expect(['fiscalYear', 'unit', 'originYear', 'procurement', 'originalYuan', 'revisions'].map(cell)).toEqual([
    2024,
    '126001',
    2023,
    undefined,
    '1000.00',
    '3 7',
  ]);
});

it('a project that a spreadsheet would take for a formula is disarmed, and a figure is not', () => {
  const text = csvOf(linesAsCsv(2024, [reading]));
  expect(text).toContain(",'=1+1,2023,");
  expect(text).toContain(',1000.00,');
});
