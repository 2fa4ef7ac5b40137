import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { effectsOf, type LedgerEvent } from '#domain';
import type { AcceptedRecord } from '#log';

import { everyEvent } from '../../libs/domain/test/every-event';
import {
  historyFromOf,
  OWN_VERSION,
  ownVersion,
  recalledSchemaOf,
  versionOfSchema,
} from '../../libs/read-model/src/versions/version';
import { isLeftOut } from '../../libs/read-model/src/history/left-out';

const IN_2024 = '2024-06-01T00:00:00.000Z';

function understood(event: LedgerEvent, time = IN_2024): Parameters<typeof isLeftOut>[0] {
  const record = { envelope: { time } } as AcceptedRecord;
  return { record, division: '361100', department: '126', event, effects: effectsOf(event) };
}
const find = (type: string, is: (event: LedgerEvent) => boolean = () => true): LedgerEvent =>
  everyEvent.find((event) => event.type === type && is(event))!;

describe('what is left out of a version whose history begins with a year', () => {
  it('is nothing where no year is named', () => {
    expect(everyEvent.filter((event) => isLeftOut(understood(event), undefined))).toEqual([]);
  });

  it('is what names no later year, money or none, and was recorded before; what names no year is kept', () => {
    const kept = everyEvent.filter((event) => !isLeftOut(understood(event), 2025));
    const isOfLater = (event: LedgerEvent): boolean => effectsOf(event).some(({ fiscalYear }) => fiscalYear === 2025);
    expect(kept).toEqual(everyEvent.filter((event) => event.type === 'unit.registered.v1' || isOfLater(event)));
    expect(kept.length).toBeLessThan(everyEvent.length / 4);
    expect(everyEvent.filter((event) => isLeftOut(understood(event), 2024))).toEqual([]);
  });

  it('is nothing that is recorded later, to the millisecond at which the year begins in Asia/Shanghai', () => {
    const event = find('budget.allocated.v1');
    expect(isLeftOut(understood(event, '2024-12-31T15:59:59.999Z'), 2025)).toBe(true);
    expect(isLeftOut(understood(event, '2024-12-31T16:00:00Z'), 2025)).toBe(false);
  });

  it('is no carry-over into the first year, also within a combination', () => {
    const event = find('balance.carried-over.v2', ({ data }) => 'opening' in data && data.opening);
    const into = {
      ...event,
      data: { ...event.data, fiscalYear: 2025, opening: false, from: [], to: [] },
    } as LedgerEvent;
    const both = { type: 'commands.combined.v1', data: { events: [find('budget.allocated.v1'), into] } } as LedgerEvent;
    expect([into, both].map((one) => isLeftOut(understood(one), 2025))).toEqual([false, false]);
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

const SOURCES = join(__dirname, '..', '..', 'libs', 'read-model', 'src');
/** What reads or joins rows that may be left out. */
const READS = /\b(from|join) posting\b|, data,|, summary\b/;
const ASKS = /\brequire(History|Postings|Whole)\(|\bsidesOf\(/;

it('every source that reads postings, or what events say in full, asks for their history first', () => {
  const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const reading = sources.filter((name) => READS.test(readFileSync(join(SOURCES, name), 'utf8')));
  expect(reading).toEqual(expect.arrayContaining(['audit-trail.ts', 'changes.ts', 'lines.ts', 'two-sides.ts']));
  const without = reading.filter((name) => !ASKS.test(readFileSync(join(SOURCES, name), 'utf8')));
  // What makes these rows reads none.
  expect(without).toEqual(['event-row.ts', 'event-rows.ts'].filter((name) => reading.includes(name)));
});
