import type { PlacePart } from '#read-model';

import { partsAsCsv } from './parts-csv';
import { sortedParts } from './sorted-parts';

const NONE = { original: 0n, current: 0n, available: 0n, paid: 0n, refunded: 0n, frozen: 0n };

function part(code: string, current?: bigint): PlacePart {
  const own = { department: code, code, name: `部门${code}`, units: 1 };
  return current === undefined ? own : { ...own, totals: { ...NONE, current } };
}

describe('parts of a place', () => {
  const parts = [part('101', 5n), part('102'), part('103', -7n), part('104', 50n), part('105'), part('106', 5n)];
  const codes = (sort: 'code' | '-currentYuan') => sortedParts(parts, sort).map(({ code }) => code);

  it('stand by code, or by what they have, and what is not told stands last', () => {
    expect(codes('code')).toEqual(['101', '102', '103', '104', '105', '106']);
    expect(codes('-currentYuan')).toEqual(['104', '101', '106', '103', '102', '105']);
  });

  it('as CSV leave the cells empty of what is not told', () => {
    const { columns, rows } = partsAsCsv(2024, [part('104', 50n), part('105')]);
    expect(columns.slice(0, 6)).toEqual(['fiscalYear', 'code', 'name', 'units', 'originalYuan', 'currentYuan']);
    expect(rows.map((row) => row.slice(0, 6))).toEqual([
      [2024, '104', '部门104', 1, '0.00', '0.50'],
      [2024, '105', '部门105', 1, undefined, undefined],
    ]);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
  });
});
