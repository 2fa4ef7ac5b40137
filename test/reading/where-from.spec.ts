import {
  emptyLine,
  fenOf,
  formatPosition,
  GROUPINGS,
  groupKeyOf,
  measureSign,
  parsePosition,
  sumFen,
  yuanOf,
} from '#domain';
import type { z } from 'zod';

import {
  cellAnswer,
  comparisonAnswer,
  diffAnswer,
  dimensionComparisonAnswer,
  eventsAnswer,
  linesAnswer,
  tableAnswer,
} from '../../apps/query/src/answers';
import { LedgerClient } from '../../apps/standalone/src/ledger-client';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { newPrefix } from '../support/kafka';
import { loadShangrao, Poster } from '../support/loaded-budget';
import { type Service, startService, TOKEN } from '../support/service';
import { SAMPLE_LINE } from '../support/sample';

const UNIT = 'v1/units/361100/126001/years/2024';
const DEPARTMENT = 'v1/departments/361100/126/years/2024';
const DIVISION = 'v1/divisions/361100/years/2024';
const PLACES = [UNIT, DEPARTMENT, DIVISION];

let database: TestDatabase;
let service: Service;
let client: LedgerClient;
let poster: Poster;
/** Where the tables stood when the budget was loaded and nothing had changed yet. */
let approved: string;

const line = (unit: string, economic: string, amountYuan: string, more: object = {}) => ({
  ...SAMPLE_LINE,
  unit,
  economic,
  amountYuan,
  ...more,
});

const post: Poster['post'] = (command, department) => poster.post(command, department);

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(`${service.url}/${path}`, { headers: { 'ledger-min-position': poster.position } });
  const text = await response.text();
  expect([path, response.status, response.status === 200 ? '' : text]).toEqual([path, 200, '']);
  return schema.parse(JSON.parse(text));
}

async function problem(path: string): Promise<{ status: number; code: string; errors?: { field: string }[] }> {
  return (await fetch(`${service.url}/${path}`)).json() as never;
}

const sumOf = (amounts: readonly { amountYuan: string }[]): string =>
  yuanOf(sumFen(amounts.map(({ amountYuan }) => fenOf(amountYuan))));

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ prefix: newPrefix(), databaseUrl: database.url });
  client = new LedgerClient(service.url, TOKEN);
  poster = new Poster(client, 'from', await loadShangrao(client));
  await post({ type: 'RegisterUnit', unit: '126002', name: '第二单位', departmentName: '上饶市妇女联合会' });
  await post({ type: 'RegisterUnit', unit: '127001', name: '远方单位', departmentName: '远方部门' }, '127');
  await post(
    {
      type: 'AllocateBudget',
      fiscalYear: 2024,
      effectiveDate: '2024-01-01',
      lines: [line('127001', '30201', '500.00')],
    },
    '127',
  );
  approved = poster.position;
  await post({
    type: 'AllocateBudget',
    fiscalYear: 2024,
    effectiveDate: '2024-01-01',
    lines: [line('126002', '30202', '40000.00')],
  });
  await post({
    type: 'AdjustBudget',
    kind: 'supplement',
    fiscalYear: 2024,
    lines: [line('126001', '30201', '10000.05')],
  });
  await post({
    type: 'AdjustBudget',
    kind: 'cut',
    fiscalYear: 2024,
    effectiveDate: '2024-06-01',
    lines: [line('126001', '30201', '0.05')],
  });
  await post({
    type: 'AdjustBudget',
    kind: 'transfer',
    fiscalYear: 2024,
    effectiveDate: '2024-02-01',
    from: [line('126001', '30201', '2000.00')],
    to: [line('126002', '30211', '2000.00')],
  });
  // 待下达: money of the department that is no unit's yet.
  await post({
    type: 'AllocateBudget',
    fiscalYear: 2024,
    effectiveDate: '2024-01-01',
    lines: [line('126', '30217', '5000.00')],
  });
  // What comes in and goes out again leaves no figure, and its events all the same.
  const passing = line('126001', '39999', '7.00', { function: '2012999' });
  await post({ type: 'AdjustBudget', kind: 'supplement', fiscalYear: 2024, lines: [passing] });
  await post({ type: 'AdjustBudget', kind: 'cut', fiscalYear: 2024, lines: [passing] });
  await post({
    type: 'RecordPayment',
    fiscalYear: 2024,
    effectiveDate: '2024-07-01',
    lines: [line('126001', '30201', '300.00')],
  });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

describe('where a figure comes from', () => {
  it.each([
    ...PLACES,
    `${UNIT}?measure=original`,
    `${DEPARTMENT}?effectiveOn=2024-04-30`,
    `${DIVISION}?asOf=9999-12-29`,
  ])('every cell of every table of %s is the exact sum of its events', async (address) => {
    const [place = '', query = ''] = address.split('?');
    let cells = 0;
    for (const table of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const { rows, addresses } = await read(`${place}/tables/${table}?${query}`, tableAnswer);
      for (const [at, row] of addresses.entries()) {
        for (const [index, cell] of row.entries()) {
          if (cell === '') continue;
          cells += 1;
          const answer = await read(`${place}/tables/${table}/cells/${cell}?limit=500&${query}`, cellAnswer);
          expect([cell, answer.printed]).toEqual([cell, rows[at]?.[index]]);
          expect([cell, sumOf(answer.events), sumOf(answer.events)]).toEqual([
            cell,
            answer.amountYuan,
            answer.eventsYuan,
          ]);
          for (const event of answer.events) expect(sumOf(event.postings)).toBe(event.amountYuan);
        }
      }
    }
    expect(cells).toBeGreaterThan(150);
  });

  it('names the events with their papers, and what each did to which line', async () => {
    const cell = await read(`${DEPARTMENT}/tables/6/cells/30211/operating`, cellAnswer);
    expect(cell).toMatchObject({
      row: { key: '30211', name: '差旅费' },
      column: { key: 'operating', name: '公用经费' },
    });
    const moved = cell.events.find(({ documentNumber }) => documentNumber === '样例〔2024〕7号');
    expect(moved).toMatchObject({
      type: 'budget.adjusted.v1',
      actor: '上饶市财政局',
      effectiveDate: '2024-02-01',
      amountYuan: '2000.00',
      postings: [{ line: { unit: '126002', economic: '30211' }, column: 'transferred', effectiveDate: '2024-02-01' }],
    });
    const { events } = (await (await fetch(`${service.url}/v1/streams/361100/126/events?limit=500`)).json()) as {
      events: { eventId: string; hash: string }[];
    };
    for (const { eventId, hash } of cell.events) {
      expect(hash).toBe(events.find((event) => event.eventId === eventId)?.hash);
    }
  });

  it('answers for a code whose events leave nothing, though the table has no row for it', async () => {
    const { addresses } = await read(`${UNIT}/tables/6`, tableAnswer);
    expect(addresses.flat()).not.toContain('39999/total');
    const cell = await read(`${UNIT}/tables/6/cells/39999/total`, cellAnswer);
    expect(cell).toMatchObject({ amountYuan: '0.00', printed: '', eventCount: 2 });
    expect(cell.events.map(({ amountYuan }) => amountYuan)).toEqual(['7.00', '-7.00']);
  });

  it('goes on page by page, and as CSV', async () => {
    const whole = await read(`${DIVISION}/tables/3/cells/total/total`, cellAnswer);
    const events: unknown[] = [];
    let next: string | undefined;
    do {
      const cursor = next === undefined ? '' : `&cursor=${next}`;
      const page: z.infer<typeof cellAnswer> = await read(
        `${DIVISION}/tables/3/cells/total/total?limit=2${cursor}`,
        cellAnswer,
      );
      expect(page).toMatchObject({ amountYuan: whole.amountYuan, eventCount: whole.eventCount });
      events.push(...page.events);
      next = page.next;
    } while (next !== undefined);
    expect(events).toEqual(whole.events);
    const csv = await (
      await fetch(`${service.url}/${DIVISION}/tables/3/cells/total/total?format=csv&limit=500`)
    ).text();
    expect(csv.trim().split('\r\n')).toHaveLength(1 + whole.events.flatMap(({ postings }) => postings).length);
  });

  it.each([
    `${UNIT}/tables/3/cells/2019999/project`,
    `${UNIT}/tables/3/cells/2012902/paid`,
    `${UNIT}/tables/3/cells/20129/income`,
    `${UNIT}/tables/11/cells/total/total`,
    'v1/units/361100/126009/years/2024/tables/3/cells/total/total',
  ])('there is no %s', async (path) => {
    expect(await problem(path)).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('what changed', () => {
  it.each([
    ...PLACES.map((place) => [place, () => `from=${approved}`] as const),
    ...PLACES.map((place) => [place, () => 'effectiveFrom=2024-01-31&effectiveTo=2024-05-31'] as const),
    [UNIT, () => 'from=1&to=12&measure=original'] as const,
    // Turned round, everything changes back.
    [DEPARTMENT, () => `from=${poster.position}&to=${approved}`] as const,
    // Before the year was known everything is new.
    [UNIT, () => 'from=1'] as const,
  ])('in %s by the events behind each difference (%#)', async (place, query) => {
    let changed = 0;
    for (const table of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const diff = await read(`${place}/tables/${table}/diff?${query()}`, diffAnswer);
      const printed = (side: 'from' | 'to'): Map<string, string> => {
        const figures = diff[side].table;
        return new Map(
          (figures?.addresses ?? []).flatMap((row, at) =>
            row.map((cell, index) => [cell, figures?.rows[at]?.[index] ?? ''] as const),
          ),
        );
      };
      const [before, after] = [printed('from'), printed('to')];
      const named = new Set<string>();
      for (const change of diff.changes) {
        const cell = `${change.row.key}/${change.column.key}`;
        named.add(cell);
        expect([cell, change.from, change.to]).toEqual([cell, before.get(cell) ?? '', after.get(cell) ?? '']);
        const exact = yuanOf(fenOf(change.toYuan) - fenOf(change.fromYuan));
        expect([cell, change.changeYuan, sumOf([...change.events, change.otherEvents])]).toEqual([cell, exact, exact]);
        changed += 1;
      }
      // What is not named did not change, where both versions print it.
      for (const [cell, figure] of after) {
        if (cell === '' || named.has(cell) || (before.size > 0 && !before.has(cell))) continue;
        expect([cell, before.get(cell) ?? '']).toEqual([cell, figure]);
      }
    }
    expect(changed).toBeGreaterThan(0);
  });

  it('leads to the cell itself, which has all events of the difference', async () => {
    const { changes } = await read(`${DEPARTMENT}/tables/6/diff?from=${approved}`, diffAnswer);
    expect(changes.length).toBeGreaterThan(3);
    for (const { row, column, changeYuan, fromYuan } of changes) {
      const cell = await read(`${DEPARTMENT}/tables/6/cells/${row.key}/${column.key}?from=${approved}`, cellAnswer);
      expect([cell.eventsYuan, sumOf(cell.events), cell.since?.amountYuan]).toEqual([changeYuan, changeYuan, fromYuan]);
    }
  });

  it('says nothing where nothing changed, and gives the same bytes for the same positions', async () => {
    const nothing = await read(`${UNIT}/tables/3/diff?from=${poster.position}`, diffAnswer);
    expect(nothing.changes).toEqual([]);
    const path = `${UNIT}/tables/3/diff?from=${approved}&to=${poster.position}`;
    const first = await fetch(`${service.url}/${path}`);
    const again = await fetch(`${service.url}/${path}`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect(first.headers.get('ledger-prior-position')).toBe(
      nothing.from.position === null ? '' : parted(approved, nothing.to.position),
    );
    const csv = await (await fetch(`${service.url}/${path}&format=csv`)).text();
    const { changes } = (await first.json()) as { changes: unknown[] };
    expect(csv.trim().split('\r\n')).toHaveLength(1 + changes.length);
  });

  it.each([
    [`${UNIT}/tables/3/diff`, 'from'],
    [`${UNIT}/tables/3/diff?from=soon`, 'from'],
    [`${UNIT}/tables/3/diff?from=1&to=2024-02-30`, 'to'],
    [`${UNIT}/tables/3/diff?effectiveFrom=1`, 'effectiveFrom'],
  ])('%s names %s', async (path, field) => {
    expect(await problem(path)).toMatchObject({ status: 400, code: 'invalid-request', errors: [{ field }] });
  });
});

/** The part of a position that is about the partitions of another. */
function parted(whole: string, of: string | null): string {
  const partitions = parsePosition(of ?? '') ?? new Map<number, number>();
  return formatPosition(new Map([...(parsePosition(whole) ?? [])].filter(([partition]) => partitions.has(partition))));
}

describe('a comparison by a dimension', () => {
  const DIMENSIONS = [
    ['source', '' as string],
    ['function-class', ''],
    ['function-group', ''],
    ['function', ''],
    ['economic-class', ''],
    ['economic', '&measure=paid'],
    ['category', '&measure=available'],
    ['project', '&prior=2023'],
    ['unit', '&measure=original'],
  ] as const;

  it.each(DIMENSIONS.flatMap(([by, query]) => PLACES.map((place) => [by, place, query] as const)))(
    'by %s of %s%s adds up, and is owed to events that add up',
    async (by, place, query) => {
      for (const versions of ['', `&priorAsOf=${approved}`, '&priorEffectiveOn=2024-01-31']) {
        if (versions !== '' && query.includes('prior=')) continue;
        const answer = await read(`${place}/comparison?by=${by}${query}${versions}`, dimensionComparisonAnswer);
        expect(answer.prior).toMatchObject({ year: versions === '' ? 2023 : 2024, isKnown: true });
        const { lines } = await read(`${place}/lines`, linesAnswer);
        for (const measure of ['current', 'available'] as const) {
          const of = (rows: readonly { measures: typeof answer.total.measures }[]): string =>
            sumOf(rows.map(({ measures }) => ({ amountYuan: measures[measure].currentYuan ?? '0.00' })));
          expect([measure, of(answer.rows)]).toEqual([measure, answer.total.measures[measure].currentYuan]);
          expect(answer.total.measures[measure].currentYuan).toBe(
            sumOf(lines.map((one) => ({ amountYuan: measure === 'current' ? one.currentYuan : one.availableYuan }))),
          );
        }
        for (const row of [...answer.rows, { key: 'total', ...answer.total }]) {
          const { changeYuan } = row.measures[answer.measure];
          if (changeYuan === null) continue;
          const others = { amountYuan: row.otherDriversYuan ?? '' };
          expect([row.key, sumOf([...row.drivers, others])]).toEqual([row.key, changeYuan]);
          const sizes = row.drivers.map(({ amountYuan }) => fenOf(amountYuan)).map((fen) => (fen < 0n ? -fen : fen));
          expect(sizes).toEqual([...sizes].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
        }
      }
    },
  );

  it('tells a prior year of zero from one that is unknown, and gives ratio and share', async () => {
    const byUnit = await read(`${DEPARTMENT}/comparison?by=unit`, dimensionComparisonAnswer);
    expect(byUnit.rows.map(({ key, name }) => [key, name])).toEqual([
      ['126', '上饶市妇女联合会（待下达）'],
      ['126001', '上饶市妇女联合会'],
      ['126002', '第二单位'],
    ]);
    const [, known, unknown] = byUnit.rows;
    expect(unknown).toMatchObject({
      measures: {
        current: { currentYuan: '42000.00', priorYuan: null, changeYuan: null, ratio: null, priorShare: null },
      },
      drivers: [],
      otherDriversYuan: null,
    });
    expect(known?.measures.current.priorYuan).not.toBeNull();
    expect(known?.measures.paid).toMatchObject({
      currentYuan: '300.00',
      priorYuan: '0.00',
      changeYuan: '300.00',
      ratio: null,
    });
    expect(known?.measures.paid.share).toBe('100.00%');
    const ofFar = await read('v1/units/361100/127001/years/2024/comparison?by=source', dimensionComparisonAnswer);
    expect(ofFar.prior).toEqual({
      year: 2023,
      isKnown: false,
      unitsWithoutPrior: [],
      unitsWithoutCurrent: [],
      position: null,
    });
    expect(byUnit.prior.unitsWithoutPrior).toEqual([{ code: '126002', name: '第二单位' }]);
    expect(ofFar.total).toMatchObject({
      measures: { current: { priorYuan: null } },
      drivers: [],
      otherDriversYuan: null,
    });
  });

  it.each(GROUPINGS)(
    'by %s owes each change to the largest of the events that the audit trail has for it',
    async (by) => {
      const { events } = await read('v1/streams/361100/126/events?limit=500', eventsAnswer);
      const offset = parsePosition(approved)!;
      for (const measure of ['current', 'paid', 'available'] as const) {
        const address = `${DEPARTMENT}/comparison?by=${by}&measure=${measure}&priorAsOf=${approved}`;
        const answer = await read(address, dimensionComparisonAnswer);
        const isNew = new Set(answer.prior.unitsWithoutPrior.map(({ code }) => code));
        /** What each event since then adds to each row, from its postings alone. */
        const sums = new Map<string, Map<string, bigint>>();
        for (const event of events.filter((each) => each.offset > (offset.get(each.partition) ?? -1))) {
          for (const posting of event.postings.filter(({ fiscalYear }) => fiscalYear === 2024)) {
            const dimensions = emptyLine(posting.line, 2024);
            const fen = measureSign(measure, posting.column) * fenOf(posting.deltaYuan);
            // Nothing before is known of a unit that is new, so no change is owed to its events.
            if (isNew.has(posting.line.unit)) continue;
            for (const key of [groupKeyOf(by, dimensions), 'total of all']) {
              const ofRow = sums.get(key) ?? new Map<string, bigint>();
              sums.set(key, ofRow.set(event.eventId, (ofRow.get(event.eventId) ?? 0n) + fen));
            }
          }
        }
        for (const row of [...answer.rows, { key: 'total of all', ...answer.total }]) {
          const all = [...(sums.get(row.key) ?? [])].filter(([, fen]) => fen !== 0n);
          const sizes = all.map(([, fen]) => (fen < 0n ? -fen : fen)).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
          const named = row.drivers.map(({ eventId, amountYuan }) => [eventId, fenOf(amountYuan)] as const);
          if (row.measures[measure].changeYuan === null) {
            expect([by, row.key, named]).toEqual([by, row.key, []]);
            continue;
          }
          for (const [eventId, fen] of named)
            expect([by, row.key, eventId, sums.get(row.key)?.get(eventId)]).toEqual([by, row.key, eventId, fen]);
          expect([by, row.key, named.map(([, fen]) => (fen < 0n ? -fen : fen))]).toEqual([
            by,
            row.key,
            sizes.slice(0, 5),
          ]);
        }
      }
    },
  );

  it('names the events behind two versions of one year', async () => {
    const answer = await read(`${UNIT}/comparison?by=economic&priorAsOf=${approved}`, dimensionComparisonAnswer);
    const row = answer.rows.find(({ key }) => key === '30201');
    expect(row?.measures.current.changeYuan).toBe('8000.00');
    expect(row?.drivers.map(({ documentNumber, amountYuan }) => [documentNumber, amountYuan])).toEqual([
      ['样例〔2024〕5号', '10000.05'],
      ['样例〔2024〕7号', '-2000.00'],
      ['样例〔2024〕6号', '-0.05'],
    ]);
    expect(row?.otherDriversYuan).toBe('0.00');
    const csv = await (
      await fetch(`${service.url}/${UNIT}/comparison?by=economic&priorAsOf=${approved}&format=csv`)
    ).text();
    expect(csv.trim().split('\r\n')).toHaveLength(1 + 4 * (answer.rows.length + 2));
  });

  it('leaves the published comparison as it is', async () => {
    const published = await read(`${UNIT}/comparison?measure=original`, comparisonAnswer);
    expect(published.measures.map(({ measure }) => measure)).toContain('机关运行费');
  });

  it.each([
    [`${UNIT}/comparison?prior=2022`, 'prior'],
    [`${UNIT}/comparison?priorAsOf=3`, 'priorAsOf'],
    [`${UNIT}/comparison?measure=paid`, 'measure'],
    [`${UNIT}/comparison?by=colour`, 'by'],
    [`${UNIT}/comparison?by=unit&prior=22`, 'prior'],
  ])('%s names %s', async (path, field) => {
    expect(await problem(path)).toMatchObject({ status: 400, code: 'invalid-request', errors: [{ field }] });
  });
});
