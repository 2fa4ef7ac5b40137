import { lineKeyOf } from '#domain';
import type { EventName, LineAmount } from '#read-model';

import { shangrao } from '../../../../libs/report/test/shangrao';
import { cellAsCsv } from './cell-csv';
import { lineKeysOf } from './cell-lines';
import { sourceOf } from './source';

const stream = '361100/126';
const input = shangrao(2024);
const lines = input.units.flatMap((unit) => unit.lines);
const [line = lines[0]!] = lines;

const amountOf = (revision: number, amountFen: bigint): LineAmount => ({
  stream,
  revision,
  lineKey: lineKeyOf(line),
  fiscalYear: 2024,
  column: 'original',
  effectiveDate: '2024-01-01',
  amountFen,
});
const nameOf = (revision: number) =>
  ({ eventId: `${stream}@${revision}`, type: 'budget.allocated.v1', actor: 'me', hash: 'aa', revision }) as EventName;
const names = new Map([3, 7].map((revision) => [`${stream}@${revision}`, nameOf(revision)]));

describe('the events behind an amount', () => {
  const postings = new Map([
    [`${stream}@3`, [amountOf(3, 100n), amountOf(3, 50n)]],
    [`${stream}@7`, [amountOf(7, -30n)]],
  ]);
  const parts = [
    { stream, revision: 3, amountFen: 150n },
    { stream, revision: 7, amountFen: -30n },
  ];
  const sources = parts.map((part) => sourceOf(part, postings, names));

  it('are told once each, with what they add in all and posting by posting', () => {
    expect(sources.map(({ eventId, amountYuan, postings }) => [eventId, amountYuan, postings.length])).toEqual([
      [`${stream}@3`, '1.50', 2],
      [`${stream}@7`, '-0.30', 1],
    ]);
  });

  it("as CSV are a row a posting, with their event's columns repeated", () => {
    const { columns, rows } = cellAsCsv(sources);
    const at = ['eventId', 'unit', 'column', 'amountYuan'].map((name) => columns.indexOf(name));
    expect(rows.map((row) => at.map((index) => row[index]))).toEqual([
      [`${stream}@3`, line.unit, 'original', '1.00'],
      [`${stream}@3`, line.unit, 'original', '0.50'],
      [`${stream}@7`, line.unit, 'original', '-0.30'],
    ]);
  });

  it('stand in the tables, or these are wrong', () => {
    expect(() => sourceOf({ stream, revision: 9, amountFen: 0n }, postings, names)).toThrow(`${stream}@9`);
  });
});

it('the lines of a cell are those of either version that it takes, each once', () => {
  const cell = { takes: ({ economic }: { economic: string }) => economic === line.economic } as never;
  const keys = lineKeysOf(cell, [input, undefined, input]);
  expect(keys).toEqual(new Set(lines.filter(({ economic }) => economic === line.economic).map(lineKeyOf)));
});
