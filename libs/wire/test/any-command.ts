import { CATEGORIES, PROCUREMENTS, SOURCES } from '#domain';
import fc from 'fast-check';

import { faultInLine } from '../src/text';

/** Any text that a command may carry, odd ones among them. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom('妇女|儿童', '"', '\\', '__proto__', '𠮷'),
  )
  .filter((candidate) => faultInLine(candidate) === undefined);
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
const count = fc.nat(100_000_000);

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

/** Commands that name one line of a unit that has money, so that most of them are accepted. */
const spent = fc.constantFrom('0.01', '1', '2.50').map((amountYuan) => ({
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '302',
  category: 'operating',
  amountYuan,
}));
const onLine = <T>(line: fc.Arbitrary<T>) => fc.oneof({ arbitrary: lines(spent), weight: 3 }, lines(line));
const pooled = spent.map((line) => ({ ...line, unit: '126' }));
const old = spent.map((line) => ({ ...line, originYear: 2023 }));
const revision = fc.integer({ min: 1, max: 12 });
const in2024 = { fiscalYear: fc.constant(2024) };
const into2025 = {
  type: fc.constant('CarryOverBalance'),
  fiscalYear: fc.constant(2025),
  effectiveDate: fc.constant('2025-01-01'),
};
const scope = fc.oneof(
  fc.record({ kind: fc.constant('three-public'), unit }),
  fc.record({ kind: fc.constant('project'), project: text, unit }, { requiredKeys: ['kind', 'project'] }),
  fc.record(
    { kind: fc.constant('source'), source: fc.constantFrom(...SOURCES), unit },
    { requiredKeys: ['kind', 'source'] },
  ),
);

const combinable = fc.oneof(
  fc.oneof(
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
  ),
  fc.oneof(
    pooled.map((line) => ({
      type: 'HandDownBudget',
      fiscalYear: 2024,
      from: [line],
      to: [{ ...line, unit: '126001' }],
    })),
    fc.record({ ...into2025, kind: fc.constant('carry-forward'), lines: onLine(freshLine) }),
    fc.record({ ...into2025, kind: fc.constant('surplus'), opening: fc.constant(false), lines: onLine(anyLine) }),
    old.map((line) => ({
      type: 'CarryOverBalance',
      fiscalYear: 2025,
      effectiveDate: '2025-01-01',
      kind: 'surplus',
      lines: [line],
      to: [{ ...line, economic: '30217' }],
    })),
    fc.record({ ...in2024, type: fc.constant('FreezeFunds'), lines: onLine(anyLine) }),
    fc.record(
      { ...in2024, type: fc.constant('ReleaseFunds'), freezeRevision: revision, lines: lines(spent) },
      { requiredKeys: ['type', 'fiscalYear', 'freezeRevision'] },
    ),
    fc.record({ ...in2024, type: fc.constant('RecordPayment'), lines: onLine(anyLine) }),
    fc.record(
      {
        ...in2024,
        type: fc.constant('RecordPayment'),
        lines: onLine(anyLine),
        freezeRevision: revision,
        final: fc.boolean(),
      },
      { requiredKeys: ['type', 'fiscalYear', 'lines', 'freezeRevision'] },
    ),
    fc.record({ ...in2024, type: fc.constant('RecordRefund'), lines: onLine(anyLine) }),
    fc.record({ ...in2024, type: fc.constant('ReclaimBalance'), lines: lines(fc.oneof(old, carriedLine)) }),
    fc.record({
      ...in2024,
      type: fc.constant('SetCeiling'),
      scope,
      limitYuan: fc.option(declared, { nil: null, freq: 2 }),
    }),
  ),
);
const body = fc.oneof(
  { arbitrary: combinable, weight: 12 },
  fc.record({
    type: fc.constant('CombineCommands'),
    commands: fc.array(
      combinable.map((part) => Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'effectiveDate'))),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  spent.map((line) => ({
    type: 'TransferToDepartment',
    fiscalYear: 2024,
    toDepartment: '127',
    from: [line],
    to: [{ ...line, unit: '127001' }],
  })),
  fc.record({ type: fc.constant('ReverseEvent'), reversedRevision: revision }),
  fc.record({ type: fc.constant('CloseYear'), ...posting }),
  fc.record({ type: fc.constant('ReopenYear'), ...posting, reason: text }),
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
/** Any command that is well formed, as JSON. */
export const anyCommand = fc.tuple(basis, body).map(([common, own]): unknown => ({ ...common, ...own }));
