import {
  AMOUNT_COLUMNS,
  emptyState,
  evolve,
  type LedgerEvent,
  lineKeyOf,
  type PostingLine,
  revisionOf,
  type State,
  unitYearOf,
  yuanOf,
} from '#domain';
import fc from 'fast-check';

import { Balances } from './balances';

const unit = fc.constantFrom('126001', '126002');
const fiscalYear = fc.constantFrom(2024, 2025);
const line: fc.Arbitrary<PostingLine> = fc
  .record({
    unit,
    economic: fc.constantFrom('30201', '30211'),
    procurement: fc.constantFrom(undefined, 'goods' as const),
    originYear: fc.constantFrom(undefined, 2023),
    amountYuan: fc.bigInt({ min: 1n, max: 99_999_999_999_999_999n }).map(yuanOf),
  })
  .map(({ procurement, originYear, ...rest }) => ({
    ...rest,
    source: 'general-public-budget',
    function: '2012901',
    category: 'operating',
    ...(procurement === undefined ? {} : { procurement }),
    ...(originYear === undefined ? {} : { originYear }),
  }));
const lines = fc.array(line, { minLength: 1, maxLength: 4 });
const basis = { documentNumber: '文', effectiveDate: '2024-03-01', chartHash: 'h' };

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  unit.map((code): LedgerEvent => ({
    type: 'unit.registered.v1',
    data: { ...basis, unit: code, name: '单位', departmentName: '部门' },
  })),
  fc.tuple(fiscalYear, lines).map(([year, posted]): LedgerEvent => ({
    type: 'budget.allocated.v1',
    data: { ...basis, fiscalYear: year, lines: posted },
  })),
  fc
    .tuple(fiscalYear, fc.constantFrom('supplement' as const, 'cut' as const), lines)
    .map(([year, kind, posted]): LedgerEvent => ({
      type: 'budget.adjusted.v1',
      data: { ...basis, fiscalYear: year, kind, lines: posted },
    })),
  fc
    .tuple(
      fiscalYear,
      fc.constantFrom('funds.frozen.v1' as const, 'payment.recorded.v1' as const, 'refund.recorded.v1' as const),
      lines,
      fc.constantFrom('2024-02-01', '2024-03-01', '2024-04-01'),
    )
    .map(([year, type, posted, effectiveDate]): LedgerEvent => ({
      type,
      data: { ...basis, effectiveDate, fiscalYear: year, lines: posted },
    })),
  fc.tuple(fiscalYear, fc.integer({ min: 1, max: 5 }), lines).map(([year, freezeRevision, posted]): LedgerEvent => ({
    type: 'funds.released.v1',
    data: { ...basis, fiscalYear: year, freezeRevision, lines: posted },
  })),
  unit.map((code): LedgerEvent => ({
    type: 'commands.combined.v1',
    data: {
      ...basis,
      events: [{ type: 'unit.registered.v1', data: { ...basis, unit: code, name: '单位', departmentName: '部门' } }],
    },
  })),
  fc.tuple(fiscalYear, lines, lines).map(([year, from, to]): LedgerEvent => ({
    type: 'budget.adjusted.v1',
    data: { ...basis, fiscalYear: year, kind: 'transfer', from, to },
  })),
);

test('lines that are changed in place come to what the ledger folds, column for column', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const balances = new Balances();
      let state: State = emptyState;
      for (const each of events) {
        state = evolve(state, each);
        for (const { effect, line: own } of balances.apply(each, revisionOf(state))) {
          const { fiscalYear: year, line: dimensions } = effect;
          const folded = unitYearOf(state, year, dimensions.unit).lines.get(lineKeyOf(dimensions));
          for (const column of AMOUNT_COLUMNS) expect([column, own[column]]).toEqual([column, folded?.[column]]);
          expect([own.available, own.netPaid]).toEqual([folded?.available, folded?.netPaid]);
          expect([...own.holds].filter(([, held]) => held.length > 0)).toEqual([...(folded?.holds ?? [])]);
        }
      }
      for (const code of ['126001', '126002']) expect(balances.isRegistered(code)).toBe(state.units.has(code));
    }),
    { numRuns: 300 },
  );
});
