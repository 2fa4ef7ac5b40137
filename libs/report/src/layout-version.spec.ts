import { createHash } from 'node:crypto';

import { shangrao } from '../test/shangrao';
import { JIANGXI_PROFILE, LAYOUT_VERSION } from './jiangxi-profile';
import { statutoryTable, tableNumbersOf } from './statutory-table';
import { tableAsCsv } from './table-as-csv';
import { tableAsHtml } from './table-as-html';
import { tableCell } from './table-cells';

/**
 * What every table of the real budget came to under each version of the layouts. Where this fails, a table prints something else than
 * before for the same lines: give LAYOUT_VERSION a new name, and write down here what it comes to.
 */
const PRINTED: Readonly<Record<string, string>> = {
  'jiangxi-1': '3d392292058def20c510a4721fddd49ac673bea6a83dd613a946f48e59d8a68c',
};

it('the version of the layouts changes with anything that they print', () => {
  const hash = createHash('sha256');
  for (const year of [2023, 2024] as const) {
    for (const measure of ['current', 'original'] as const) {
      const input = shangrao(year, measure);
      for (const number of tableNumbersOf(input.subject.level)) {
        const table = statutoryTable(number, input);
        hash.update(JSON.stringify(table)).update(tableAsCsv(table)).update(tableAsHtml(table));
      }
    }
  }
  expect({ [LAYOUT_VERSION]: hash.digest('hex') }).toEqual(PRINTED);
});

describe('addresses', () => {
  const input = shangrao(2024);

  it.each(tableNumbersOf('department'))('of table %d are each of one cell, and lead to it', (number) => {
    const { addresses, rows } = statutoryTable(number, input);
    const named = addresses.flat().filter((address) => address !== '');
    expect(new Set(named).size).toBe(named.length);
    expect(addresses.map((row) => row.length)).toEqual(rows.map((row) => row.length));
    for (const [at, row] of addresses.entries()) {
      for (const [index, address] of row.entries()) {
        if (address === '') continue;
        expect(address).toMatch(/^[a-z\d-]+\/[a-z\d-]+$/);
        const [key = '', column = ''] = address.split('/');
        expect(tableCell(number, input, { row: key, column })?.printed).toBe(rows[at]?.[index]);
      }
    }
  });

  it('have keys for the columns that never change', () => {
    const keys = Object.entries(JIANGXI_PROFILE).flatMap(([number, layout]) => {
      if (layout.kind === 'performance') return [];
      const sums = layout.kind === 'statement' ? [...layout.leftSums, ...layout.rightSums] : layout.sums;
      return [[number, sums.map(({ key }) => key).join(' ')]];
    });
    const sources = 'general-public-budget government-fund state-capital';
    const others =
      'education-charges institutional-income business-income affiliate-remittance superior-subsidy other-income non-fiscal-surplus';
    const expenditure = 'total basic project';
    expect(Object.fromEntries(keys)).toEqual({
      1: 'income expenditure',
      2: `total carried-over appropriation ${sources} ${others}`,
      3: expenditure,
      4: `income total ${sources}`,
      5: expenditure,
      6: 'total personnel operating',
      7: 'total 30212 30217 30231 31013',
      8: expenditure,
      9: expenditure,
    });
  });
});
