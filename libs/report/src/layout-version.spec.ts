import { createHash } from 'node:crypto';

import { GROUPINGS } from '#domain';

import { shangrao } from '../test/shangrao';
import { comparison } from './comparison';
import { comparisonAsCsv } from './comparison-as-csv';
import { comparisonAsText } from './comparison-as-text';
import { compareBy } from './dimension-comparison';
import { explanationAsText } from './explanation-as-text';
import { publication } from './publication';
import { publicationPieces } from './publication-as-html';
import { profileOf } from './profiles';
import type { ReportInput } from './report-input';
import { REPORT_LEVELS, type ReportLevel } from './report-level';
import { statutoryTable, tableNumbersOf } from './statutory-table';
import { csvOf } from './csv';
import { tableAsHtml } from './table-as-html';
import { tableAsText } from './table-as-text';
import { tableCell } from './table-cells';

const PROFILE = profileOf({ division: '361100' });

/**
 * What every table, comparison, explanation and publication of the real budget came to under each version of the layouts. Where this
 * fails, something else is printed than before for the same lines: give the profile a new version, and write down here what it comes to.
 */
const PRINTED: Readonly<Record<string, string>> = {
  'jiangxi-4': '8faf1d05627e86960a05109d04456df06aa1bcfe5f07799979208ddc44bf9c80',
};

it('the version of the layouts changes with anything that is printed', () => {
  const hash = createHash('sha256');
  for (const level of REPORT_LEVELS) {
    for (const measure of ['current', 'original'] as const) {
      const [prior, current] = ([2023, 2024] as const).map((year) => atLevel(level, shangrao(year, measure)));
      for (const text of [...textsOf(prior!, undefined), ...textsOf(current!, prior)]) hash.update(text);
    }
  }
  expect({ [PROFILE.version]: hash.digest('hex') }).toEqual(PRINTED);
});

function atLevel(level: ReportLevel, input: ReportInput): ReportInput {
  return { ...input, subject: { ...input.subject, level } };
}

/** A comparison by a dimension with all of its figures. */
function shownBy(...of: Parameters<typeof compareBy>) {
  const { rows, comparable, total, measuresOf, ...rest } = compareBy(...of);
  return {
    rows: rows.map(({ sides, ...row }) => ({ ...row, measures: measuresOf(sides) })),
    comparable: measuresOf(comparable),
    total: measuresOf(total),
    ...rest,
  };
}

function textsOf(input: ReportInput, prior: ReportInput | undefined): string[] {
  const tables = tableNumbersOf(input).map((number) => statutoryTable(number, input));
  const compared = comparison(input, prior);
  const whole = publication(input, prior);
  return [
    ...tables.flatMap((table) => [JSON.stringify(table), csvOf(table), tableAsHtml(table), tableAsText(table)]),
    ...[JSON.stringify(compared), comparisonAsCsv(compared), comparisonAsText(compared)],
    ...[JSON.stringify(whole), [...publicationPieces(whole)].join(''), explanationAsText(whole.explanation)],
    ...GROUPINGS.map((by) => JSON.stringify(shownBy(by, input, prior))),
  ];
}

describe('addresses', () => {
  const input = shangrao(2024);

  it.each(tableNumbersOf(input))('of table %d are each of one cell, and lead to it', (number) => {
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
    const keys = Object.entries(PROFILE.layouts).flatMap(([number, layout]) => {
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
