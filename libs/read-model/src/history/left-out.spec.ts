import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { effectsOf, type LedgerEvent } from '#domain';
import type { AcceptedRecord } from '#log';

import { historyFromOf, OWN_VERSION, ownVersion, recalledSchemaOf, versionOfSchema } from '../versions/version';
import { isLeftOut } from './left-out';

const IN_2024 = '2024-06-01T00:00:00.000Z';

function understood(event: LedgerEvent, time = IN_2024): Parameters<typeof isLeftOut>[0] {
  const record = { envelope: { time } } as AcceptedRecord;
  return { record, division: '361100', department: '126', event, effects: effectsOf(event) };
}

const BASIS = { documentNumber: '样例〔2024〕1号', effectiveDate: '2024-05-01' };
const YEAR = { ...BASIS, fiscalYear: 2024, chartHash: '0'.repeat(64) };
const LINE = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30201',
  category: 'operating',
} as const;
const ALLOCATED: LedgerEvent = {
  type: 'budget.allocated.v1',
  data: { ...YEAR, lines: [{ ...LINE, amountYuan: '1.00' }] },
};
const NAMED: LedgerEvent = {
  type: 'unit.registered.v1',
  data: { ...BASIS, unit: '126001', name: '单位', departmentName: '部门' },
};
const CLOSED: LedgerEvent = { type: 'year.closed.v1', data: { ...BASIS, fiscalYear: 2024 } };
const CARRIED: LedgerEvent = {
  type: 'balance.carried-over.v2',
  data: {
    ...{ ...YEAR, fiscalYear: 2025, kind: 'carry-forward', opening: false },
    from: [{ ...LINE, amountYuan: '1.00' }],
    to: [{ ...LINE, originYear: 2024, amountYuan: '1.00' }],
  },
};
function reversedIn(...years: number[]): LedgerEvent {
  const posting = { ...LINE, column: 'original', deltaYuan: '-1.00', effectiveDate: '2024-05-01' } as const;
  const reversed = { reversedRevision: 2, reversedEventId: '361100/126@2', reversedType: 'budget.allocated.v1' };
  return {
    type: 'event.reversed.v1',
    data: { ...BASIS, ...reversed, postings: years.map((fiscalYear) => ({ ...posting, fiscalYear })) },
  };
}
const combined = (...events: LedgerEvent[]): LedgerEvent =>
  ({ type: 'commands.combined.v1', data: { ...BASIS, events } }) as LedgerEvent;

describe('what is left out of a version whose history begins with a year', () => {
  const leftOut = (historyFrom: number | undefined, ...events: LedgerEvent[]): boolean[] =>
    events.map((event) => isLeftOut(understood(event), historyFrom));

  it('is nothing where the version has no first year', () => {
    expect(leftOut(undefined, ALLOCATED, CLOSED, reversedIn(2024))).toEqual([false, false, false]);
  });

  it('is what names no later year, money or none', () => {
    expect(leftOut(2025, ALLOCATED, CLOSED, reversedIn(2023, 2024), combined(ALLOCATED, NAMED))).toEqual(
      Array.from({ length: 4 }, () => true),
    );
    expect(leftOut(2024, ALLOCATED, CLOSED, reversedIn(2023, 2024))).toEqual([false, false, false]);
  });

  it('is nothing that names a later year as well, or none', () => {
    const kept = [CARRIED, combined(ALLOCATED, CARRIED), reversedIn(2024, 2025), NAMED];
    expect(leftOut(2025, ...kept)).toEqual(kept.map(() => false));
  });

  it('is nothing that is recorded later, to the millisecond at which the year begins in Asia/Shanghai', () => {
    expect(isLeftOut(understood(ALLOCATED, '2024-12-31T15:59:59.999Z'), 2025)).toBe(true);
    expect(isLeftOut(understood(ALLOCATED, '2024-12-31T16:00:00Z'), 2025)).toBe(false);
  });

  it('is a refusal by the years that it was asked for, whatever else a newer program may have asked', () => {
    const refusal = { code: 'unknown', legalSource: '', figures: [] };
    const asked = (command: object) =>
      understood({ type: 'command.refused.v1', data: { refusal, command: { type: 'X', ...command } } });
    const combined = (...years: unknown[]) => asked({ commands: years.map((fiscalYear) => ({ fiscalYear })) });
    expect([asked({ fiscalYear: 2024 }), combined(2023, 2024)].map((one) => isLeftOut(one, 2025))).toEqual([
      true,
      true,
    ]);
    const others = [asked({}), asked({ fiscalYear: '2024' }), asked({ commands: [null, 1] }), combined(2024, 2025)];
    expect(others.map((one) => isLeftOut(one, 2025))).toEqual([false, false, false, false]);
  });
});

it('the name of a version says from which year it holds history', () => {
  const { version } = ownVersion(2022);
  expect(version).toBe(`${OWN_VERSION.version}_h2022`);
  expect([historyFromOf(version), historyFromOf(OWN_VERSION.version)]).toEqual([2022, undefined]);
  expect(versionOfSchema(recalledSchemaOf(version))).toBe(version);
  expect(ownVersion()).toBe(OWN_VERSION);
});

const SOURCES = join(__dirname, '..');
/** What reads or joins rows that may be left out. */
const READS = /\b(from|join) posting\b|, data,|, summary\b/;
const ASKS = /\brequire(History|Postings|Whole)\(|\bsidesOf\(/;

it('every source that reads postings, or what events say in full, asks for their history first', () => {
  const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const reading = sources.filter((name) => READS.test(readFileSync(join(SOURCES, name), 'utf8')));
  expect(reading).toEqual(expect.arrayContaining(['audit-trail.ts', 'changes.ts', 'lines.ts', 'two-sides.ts']));
  const without = reading.filter((name) => !ASKS.test(readFileSync(join(SOURCES, name), 'utf8')));
  // What makes these rows reads none, and whoever uses a trail's conditions asks whether they do.
  const excused = ['event-row.ts', 'event-rows.ts', 'trail-filter.ts'];
  expect(without).toEqual(excused.filter((name) => reading.includes(name)));
  const textOf = (name: string): string => readFileSync(join(SOURCES, name), 'utf8');
  const filtering = sources.filter((name) => name !== 'trail-filter.ts' && textOf(name).includes('trailConditions('));
  expect(filtering).toEqual(['audit-trail.ts', 'division-trail.ts']);
  for (const name of filtering)
    expect(textOf(name)).toMatch(/asksForPostings\(filter\)\)[ {\n]*await requireHistory\(/);
});
