import {
  allocated,
  ask,
  type Differing,
  document,
  given,
  line,
  lineWithoutAmount,
  posting,
  project,
  registered,
  stateAfter,
} from '../test/given';
import type { CombineCommands, CombinedPart } from './commands';
import type { PostingLine } from './line';
import { type LedgerLine, ledgerLineOf, revisionOf } from './state';

const ofYear = { fiscalYear: 2024 };
const combine = (...commands: CombinedPart[]): CombineCommands => ask('CombineCommands', { commands });
const adjust = (kind: 'supplement' | 'cut', ...lines: PostingLine[]): CombinedPart => ({
  type: 'AdjustBudget',
  ...ofYear,
  kind,
  lines,
});
const freeze = (...lines: PostingLine[]): CombinedPart => ({ type: 'FreezeFunds', ...ofYear, lines });
const pay = (...lines: PostingLine[]): CombinedPart => ({ type: 'RecordPayment', ...ofYear, lines });
const before = [registered, allocated(line('100.00'))];
const short = (field: string, askedYuan: string, availableYuan: string, differing: Differing = {}) => ({
  field,
  line: lineWithoutAmount(differing),
  askedYuan,
  availableYuan,
});

describe('a combination', () => {
  it('is one event with those of its parts under one document', () => {
    given(...before)
      .when({ ...combine(adjust('supplement', line('5', project)), freeze(line('100'))), reason: '追加并冻结' })
      .then({
        type: 'commands.combined.v1',
        data: {
          ...document,
          reason: '追加并冻结',
          events: [
            {
              type: 'budget.adjusted.v1',
              data: { ...posting, reason: '追加并冻结', kind: 'supplement', lines: [line('5.00', project)] },
            },
            { type: 'funds.frozen.v1', data: { ...posting, reason: '追加并冻结', lines: [line('100.00')] } },
          ],
        },
      });
    expect(revisionOf(stateAfter(...before, combine(freeze(line('1')), pay(line('1')))))).toBe(3);
  });

  it('lets each part see what those before it leave', () => {
    given(...before)
      .when(combine(adjust('supplement', line('5')), pay(line('105'))))
      .thenType('commands.combined.v1');
    given(...before)
      .when(combine(pay(line('105')), adjust('supplement', line('5'))))
      .thenRefused('line-below-zero', [short('commands[0].lines[0]', '105.00', '100.00')]);
  });

  it('is refused as a whole by the first part that is refused, whose fields bear its place', () => {
    given(...before)
      .when(combine(pay(line('60')), freeze(line('0.01', project), line('40.01')), pay(line('999'))))
      .thenRefused('line-below-zero', [
        short('commands[1].lines[0]', '0.01', '0.00', project),
        short('commands[1].lines[1]', '40.01', '40.00'),
      ]);
    given(...before)
      .when(combine(pay(line('60')), freeze(line('40'))))
      .thenType('commands.combined.v1');
  });

  it('registers a unit and budgets it at once', () => {
    const registration: CombinedPart = { type: 'RegisterUnit', unit: '126001', name: '甲', departmentName: '部门' };
    const allocation: CombinedPart = { type: 'AllocateBudget', ...ofYear, lines: [line('1')] };
    given().when(combine(registration, allocation)).thenType('commands.combined.v1');
    given()
      .when(combine(allocation, registration))
      .thenRefused('unit-not-registered', [{ field: 'commands[0].lines[0].unit', value: '126001' }]);
  });

  it('holds later parts to a ceiling that it sets itself', () => {
    const scope = { kind: 'source' as const, source: 'general-public-budget' as const };
    given(...before)
      .when(combine({ type: 'SetCeiling', ...ofYear, scope, limitYuan: '100' }, adjust('supplement', line('0.01'))))
      .thenRefused('ceiling-exceeded', [
        {
          field: 'commands[1].lines',
          value: '2024/general-public-budget',
          expected: '≤ 100.00',
          askedYuan: '0.01',
          availableYuan: '0.00',
        },
      ]);
  });

  it('cannot name a freeze of its own, whose revision is not there yet', () => {
    given(...before)
      .when(combine(freeze(line('10')), { type: 'ReleaseFunds', ...ofYear, freezeRevision: 3 }))
      .thenRefused('unknown-freeze', [{ field: 'commands[1].freezeRevision', value: '3' }]);
  });

  it('makes freezes that are known by its revision, all of them together', () => {
    const frozen = [...before, combine(freeze(line('10')), freeze(line('5')))];
    given(...frozen)
      .when(ask('ReleaseFunds', { ...ofYear, freezeRevision: 3 }))
      .thenType('funds.released.v1', { lines: [line('15.00')] });
  });

  it('uses up an earlier freeze part by part', () => {
    const frozen = [...before, ask('FreezeFunds', { ...ofYear, lines: [line('30')] })];
    const part = (amountYuan: string): CombinedPart => ({
      type: 'RecordPayment',
      ...ofYear,
      freezeRevision: 3,
      lines: [line(amountYuan)],
    });
    const state = stateAfter(...frozen, combine(part('20'), part('10')));
    expect(ledgerLineOf(state, 2024, line('1')) as LedgerLine).toMatchObject({ frozen: 0n, paid: 3_000n });
    given(...frozen)
      .when(combine(part('20'), part('80.01')))
      .thenRefused('freeze-short', [short('commands[1].lines[0]', '80.01', '10.00')]);
  });

  it('refuses an opening carry-over behind a computed one', () => {
    const computed: CombinedPart = {
      type: 'CarryOverBalance',
      fiscalYear: 2025,
      kind: 'carry-forward',
      lines: [line('1')],
    };
    const opening: CombinedPart = {
      type: 'CarryOverBalance',
      fiscalYear: 2025,
      kind: 'carry-forward',
      opening: true,
      lines: [{ ...line('1'), originYear: 2024 }],
    };
    given(...before)
      .when({ ...combine(computed, opening), effectiveDate: '2025-01-01' })
      .thenRefused('opening-after-computed', [{ field: 'commands[1].opening', value: '2025' }]);
    const both = { ...combine(computed, computed), effectiveDate: '2025-01-01' };
    const reversed = stateAfter(...before, both, ask('ReverseEvent', { reversedRevision: 3 }, '2025-01-01'));
    expect([...reversed.computedCarryOvers]).toEqual([[2025, 0]]);
  });
});
