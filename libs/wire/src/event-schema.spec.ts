import { CATEGORIES, decide, emptyState, evolve, type LedgerEvent, PROCUREMENTS, SOURCES } from '#domain';
import fc from 'fast-check';

import { loadChart } from './chart-file';
import { parseCommand } from './command-schema';
import { eventOf, UnknownEvent } from './event-schema';

const chart = loadChart([]);

/** Any text that a command may carry, odd ones among them. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom('妇女|儿童', '"', '\\', '__proto__', '𠮷'),
  )
  .filter((candidate) => /\S/.test(candidate) && /^[^\p{Cc}\p{Cs}]*$/u.test(candidate));
const amount = fc.oneof(
  fc.constantFrom('0.01', '1', '1.5', '999999999999999', '9999999999999.99'),
  fc.integer({ min: 1, max: 1_000_000 }).map((yuan) => `${yuan}.00`),
);
const declared = fc.oneof(amount, fc.constantFrom('0', '0.00'));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const unit = fc.constantFrom('126001', '126001', '126002', '999001');
const freshLine = fc
  .record(
    {
      unit,
      source: fc.constantFrom(...SOURCES),
      function: fc.constantFrom('2012901', '2012902', '2012999', '0000000'),
      economic: fc.constantFrom('301', '302', '30217', '30298'),
      category: fc.constantFrom(...CATEGORIES),
      procurement: fc.constantFrom(...PROCUREMENTS),
      amountYuan: amount,
      project: text,
    },
    { requiredKeys: ['unit', 'source', 'function', 'economic', 'category', 'amountYuan', 'project'] },
  )
  .map(({ project, ...line }) => (line.category === 'project' ? { ...line, project } : line));
const carriedLine = fc
  .tuple(freshLine, fc.constantFrom(2022, 2023, 2024))
  .map(([line, originYear]) => ({ ...line, originYear }));
const anyLine = fc.oneof(freshLine, carriedLine);
const lines = <T>(line: fc.Arbitrary<T>) => fc.array(line, { minLength: 1, maxLength: 3 });
const count = fc.nat();

const posting = { fiscalYear: fc.constantFrom(2022, 2023, 2024, 2024, 2024) };
const adjust = { ...posting, type: fc.constant('AdjustBudget') };
const section = fc.oneof(
  fc.record({ section: fc.constantFrom('duties', 'organization'), paragraphs: fc.array(text, { maxLength: 2 }) }),
  fc.record({
    section: fc.constant('state-assets'),
    countedOn: fc.constant('2023-09-30'),
    vehicles: fc.record({
      total: fc.nat(9),
      byKind: fc.array(fc.record({ kind: text, count: fc.nat(9) }), { maxLength: 2 }),
    }),
    purchases: fc.record({ vehicles: fc.nat(9), largeEquipment: fc.nat(9), largeEquipmentFromYuan: declared }),
  }),
  fc.record(
    {
      section: fc.constant('project'),
      project: text,
      title: text,
      overview: text,
      basis: text,
      executor: text,
      plan: text,
      period: text,
    },
    { requiredKeys: ['section', 'project'] },
  ),
  fc.record({ section: fc.constant('change-reason'), measure: text, reason: fc.oneof(text, fc.constant('')) }),
  fc.record({
    section: fc.constant('glossary'),
    groups: fc.array(
      fc.record({ title: text, terms: fc.array(fc.record({ term: text, explanation: text }), { maxLength: 2 }) }),
      { maxLength: 2 },
    ),
  }),
);
const body = fc.oneof(
  fc.record(
    {
      type: fc.constant('RegisterUnit'),
      unit,
      name: text,
      departmentName: text,
      staffing: fc.record({
        establishment: fc.record({ total: count, administrative: count, publicInstitution: count }),
        actual: fc.record({
          total: count,
          serving: count,
          administrativeServing: count,
          publicInstitutionServing: count,
          retired: count,
        }),
      }),
    },
    { requiredKeys: ['type', 'unit', 'name', 'departmentName'] },
  ),
  fc.record({ ...posting, type: fc.constant('AllocateBudget'), lines: lines(freshLine) }),
  fc.record({
    ...posting,
    type: fc.constant('CarryOverBalance'),
    kind: fc.constantFrom('carry-forward', 'surplus'),
    opening: fc.constant(true),
    lines: lines(carriedLine),
  }),
  fc.record({ ...adjust, kind: fc.constant('supplement'), lines: lines(freshLine) }),
  fc.record({ ...adjust, kind: fc.constant('cut'), lines: lines(anyLine) }),
  fc.record({ ...adjust, kind: fc.constant('transfer'), from: lines(anyLine), to: lines(anyLine) }),
  lines(anyLine).chain((same) =>
    fc.record({ ...adjust, kind: fc.constant('transfer'), from: fc.constant(same), to: fc.constant(same) }),
  ),
  fc.record(
    {
      ...posting,
      type: fc.constant('SetPerformanceTargets'),
      unit,
      project: text,
      declaredFunds: fc.record(
        {
          totalYuan: declared,
          fiscalAppropriationYuan: declared,
          otherFundsYuan: declared,
          carriedOverYuan: declared,
          basicYuan: declared,
          projectYuan: declared,
        },
        { requiredKeys: ['totalYuan'] },
      ),
      tasks: fc.array(fc.record({ name: text, content: text }), { maxLength: 2 }),
      goals: fc.array(text, { maxLength: 2 }),
      indicators: fc.array(
        fc.record(
          { level1: text, level2: text, level3: text, value: text, remark: text },
          { requiredKeys: ['level1', 'level2', 'level3', 'value'] },
        ),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['type', 'fiscalYear', 'unit', 'declaredFunds', 'tasks', 'goals', 'indicators'] },
  ),
  fc.record({
    ...posting,
    type: fc.constant('SetPublicationText'),
    unit,
    sections: fc.array(section, { minLength: 1, maxLength: 4 }),
  }),
);
const basis = fc.record({
  commandId: fc.constant('c'),
  division: fc.constant('361100'),
  department: fc.constant('126'),
  documentNumber: text,
  effectiveDate: fc.constantFrom('2024-02-29', '2024-12-31', '2023-06-30'),
  reason: optional(text.map((line) => `${line}\n${line}`)),
  attachmentSha256: optional(fc.constant('a'.repeat(64))),
  expectedRevision: optional(count),
});
const command = fc.tuple(basis, body).map(([common, own]): unknown => ({ ...common, ...own }));

const registered: LedgerEvent[] = ['126001', '126002'].map((code) => ({
  type: 'unit.registered.v1',
  data: { documentNumber: '文', effectiveDate: '2024-01-01', unit: code, name: '单位', departmentName: '部门' },
}));

describe('any command that is well formed', () => {
  it('is decided without a throw, twice the same, and its event is read back from JSON as it was', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 10 }), (inputs) => {
        let state = registered.reduce(evolve, emptyState);
        for (const input of inputs) {
          const parsed = parseCommand(input);
          if (!parsed.ok) throw new Error(`the sample is no command: ${JSON.stringify(parsed.errors)}`);
          const event = decide(state, parsed.command, { chart });
          expect(decide(state, parsed.command, { chart })).toEqual(event);
          const readBack = eventOf(JSON.parse(JSON.stringify(event)) as LedgerEvent);
          expect(readBack).toEqual(event);
          state = evolve(state, readBack);
          met.add(event.type);
        }
      }),
      { numRuns: 300 },
    );
    expect(met.size).toBe(7);
  });
});

const line = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '302',
  category: 'operating',
  amountYuan: '1.00',
};
const data = { documentNumber: '文', effectiveDate: '2024-01-01', fiscalYear: 2024, chartHash: 'h', lines: [line] };
const allocated = { type: 'budget.allocated.v1', data };

describe('an accepted event is not understood when', () => {
  it.each<[string, { type: string; data: unknown }]>([
    ['its type is unknown', { ...allocated, type: 'budget.frozen.v1' }],
    ['its version is newer', { ...allocated, type: 'budget.allocated.v2' }],
    ['its type is one of the log itself', { type: 'ledger.opened.v1', data: {} }],
    ['it has an unknown field', { ...allocated, data: { ...data, weight: '0.5' } }],
    ['a line has an unknown field', { ...allocated, data: { ...data, lines: [{ ...line, currency: 'USD' }] } }],
    ['a field is missing', { ...allocated, data: { ...data, chartHash: undefined } }],
    ['it moves nothing', { ...allocated, data: { ...data, lines: [] } }],
    ['an amount has no two places', { ...allocated, data: { ...data, lines: [{ ...line, amountYuan: '1' }] } }],
    ['an amount is negative', { ...allocated, data: { ...data, lines: [{ ...line, amountYuan: '-1.00' }] } }],
    ['an amount is a number', { ...allocated, data: { ...data, lines: [{ ...line, amountYuan: 1 }] } }],
    ['a fund is unknown', { ...allocated, data: { ...data, lines: [{ ...line, source: 'lottery' }] } }],
    ['its kind of adjustment is unknown', { type: 'budget.adjusted.v1', data: { ...data, kind: 'frozen' } }],
    ['a transfer has plain lines', { type: 'budget.adjusted.v1', data: { ...data, kind: 'transfer' } }],
    [
      'a carry-over does not say that it is an opening one',
      { type: 'balance.carried-over.v1', data: { ...data, kind: 'surplus' } },
    ],
    [
      'a refusal has no code',
      { type: 'command.refused.v1', data: { refusal: { figures: [] }, command: { type: 'x' } } },
    ],
    ['it has no data', { ...allocated, data: undefined }],
  ])('%s', (_, record) => {
    expect(() => eventOf(record)).toThrow(UnknownEvent);
    expect(() => eventOf(record)).toThrow(record.type);
  });

  it('is understood otherwise', () => {
    expect(eventOf(allocated)).toEqual(allocated);
  });

  it('names the field in its error', () => {
    expect(() => eventOf({ ...allocated, data: { ...data, lines: [line, { ...line, unit: 1 }] } })).toThrow(
      'data.lines.1.unit',
    );
  });
});
