import {
  allocated,
  ask,
  carried,
  carriedFrom2023,
  type Differing,
  given,
  line,
  lineWithoutAmount,
  personnel,
  posting,
  registered,
  stateAfter,
} from '../test/given';
import type { Command, FreezeFunds, ReclaimBalance, RecordPayment, RecordRefund, ReleaseFunds } from './commands';
import type { LedgerEvent } from './events';
import { availableOf, type PostingLine } from './line';
import { type LedgerLine, ledgerLineOf } from './state';

const ofYear = { fiscalYear: 2024 };
const freeze = (...lines: PostingLine[]): FreezeFunds => ask('FreezeFunds', { ...ofYear, lines });
const release = (own: Partial<ReleaseFunds> = {}): ReleaseFunds =>
  ask('ReleaseFunds', { ...ofYear, freezeRevision: 3, ...own });
const pay = (lines: PostingLine[], own: Partial<RecordPayment> = {}): RecordPayment =>
  ask('RecordPayment', { ...ofYear, lines, ...own });
const refund = (...lines: PostingLine[]): RecordRefund => ask('RecordRefund', { ...ofYear, lines });
const on = <T extends { effectiveDate: string }>(effectiveDate: string, command: T): T => ({
  ...command,
  effectiveDate,
});
const short = (field: string, askedYuan: string, availableYuan: string, differing: Differing = {}) => ({
  field,
  line: lineWithoutAmount(differing),
  askedYuan,
  availableYuan,
});

const before = [registered, allocated(line('100.00'), line('50.00', personnel))];
/** The third event is the freeze. */
const frozen = [...before, freeze(line('60'), line('10', personnel))];

describe('freezing', () => {
  it('holds a line to the last fen', () => {
    given(...before)
      .when(freeze(line('100')))
      .then({ type: 'funds.frozen.v1', data: { ...posting, lines: [line('100.00')] } });
  });

  it('refuses one fen more than is available, each line with its figures', () => {
    given(...frozen)
      .when(freeze(line('40.01'), line('40.00', personnel), line('0.01', personnel)))
      .thenRefused('line-below-zero', [
        short('lines[0]', '40.01', '40.00'),
        short('lines[1]', '40.01', '40.00', personnel),
      ]);
  });
});

describe('releasing', () => {
  it('gives back all that the freeze holds where no lines are named', () => {
    given(...frozen)
      .when(release())
      .then({
        type: 'funds.released.v1',
        data: { ...posting, freezeRevision: 3, lines: [line('60.00'), line('10.00', personnel)] },
      });
  });

  it('gives back a part, and then the rest', () => {
    given(...frozen, release({ lines: [line('59.99')] }))
      .when(release())
      .thenType('funds.released.v1', { lines: [line('0.01'), line('10.00', personnel)] });
  });

  it('refuses one fen more than the freeze holds of a line', () => {
    given(...frozen, release({ lines: [line('20')] }))
      .when(release({ lines: [line('40.01'), line('10', personnel)] }))
      .thenRefused('freeze-short', [short('lines[0]', '40.01', '40.00')]);
    given(...frozen)
      .when(release({ lines: [line('0.01', { economic: '30217' })] }))
      .thenRefused('freeze-short', [short('lines[0]', '0.01', '0.00', { economic: '30217' })]);
  });

  it('does not give what another freeze holds', () => {
    given(...frozen, freeze(line('40')))
      .when(release({ freezeRevision: 4, lines: [line('40.01')] }))
      .thenRefused('freeze-short', [short('lines[0]', '40.01', '40.00')]);
  });

  it('refuses a day before that of the freeze', () => {
    given(...frozen)
      .when(on('2024-02-29', release({ lines: [line('1')] })))
      .thenRefused('freeze-short', [short('lines[0]', '1.00', '0.00')]);
    given(...frozen)
      .when(on('2024-02-29', release()))
      .thenRefused('freeze-short', [{ field: 'freezeRevision', value: '3', availableYuan: '0.00' }]);
  });

  it('refuses a freeze that holds nothing any more', () => {
    given(...frozen, release())
      .when(release())
      .thenRefused('freeze-short', [{ field: 'freezeRevision', value: '3', availableYuan: '0.00' }]);
  });

  it.each([1, 2, 4, 99])('knows no freeze at revision %i', (freezeRevision) => {
    given(...frozen)
      .when(release({ freezeRevision }))
      .thenRefused('unknown-freeze', [{ field: 'freezeRevision', value: String(freezeRevision) }]);
  });

  it('knows a freeze in its own year alone', () => {
    given(...frozen)
      .when(on('2025-03-01', release({ fiscalYear: 2025 })))
      .thenRefused('unknown-freeze', [{ field: 'freezeRevision', value: '3' }]);
    given(...frozen)
      .when(on('2025-03-01', pay([line('1')], { fiscalYear: 2025, freezeRevision: 3 })))
      .thenRefused('unknown-freeze', [{ field: 'freezeRevision', value: '3' }]);
  });
});

describe('paying', () => {
  it('takes a line to exactly zero, and refuses one fen more', () => {
    given(...before)
      .when(pay([line('60'), line('40')]))
      .then({ type: 'payment.recorded.v1', data: { ...posting, lines: [line('60.00'), line('40.00')] } });
    given(...before)
      .when(pay([line('60'), line('40.01')]))
      .thenRefused('line-below-zero', [short('lines[0]', '100.01', '100.00')]);
  });

  it('does not touch what is frozen unless the freeze is named', () => {
    given(...frozen)
      .when(pay([line('40.01')]))
      .thenRefused('line-below-zero', [short('lines[0]', '40.01', '40.00')]);
    given(...frozen)
      .when(pay([line('40.01')], { freezeRevision: 3 }))
      .thenType('payment.recorded.v1', { released: [line('40.01')] });
  });

  it('pays no fen more than the freeze holds of a line, whatever is available besides', () => {
    given(...frozen)
      .when(pay([line('60')], { freezeRevision: 3 }))
      .thenType('payment.recorded.v1', { released: [line('60.00')] });
    given(...frozen)
      .when(pay([line('40'), line('20.01')], { freezeRevision: 3 }))
      .thenRefused('freeze-short', [short('lines[0]', '60.01', '60.00')]);
  });

  it('refuses a freeze of other lines, beside its own line or alone', () => {
    const other = { economic: '30201' };
    const more = [...frozen, allocated(line('80', other))];
    for (const own of [{}, { beyondFreeze: true }]) {
      given(...more)
        .when(pay([line('5', other)], { freezeRevision: 3, ...own }))
        .thenRefused('freeze-short', [short('lines[0]', '5.00', '0.00', other)]);
    }
    given(...more)
      .when(pay([line('5'), line('5', other)], { freezeRevision: 3 }))
      .thenRefused('freeze-short', [short('lines[1]', '5.00', '0.00', other)]);
  });

  it.each<[string, Command]>([
    ['released', release()],
    ['reversed', ask('ReverseEvent', { reversedRevision: 3 })],
    ['used up', pay([line('60')], { freezeRevision: 3, final: true })],
  ])('refuses a freeze that was %s, also beyond it', (_, emptied) => {
    for (const own of [{}, { final: true }, { beyondFreeze: true }]) {
      given(...frozen, emptied)
        .when(pay([line('1')], { freezeRevision: 3, ...own }))
        .thenRefused('freeze-short', [short('lines[0]', '1.00', '0.00')]);
    }
  });

  it('goes beyond the freeze where the command says so: what it holds first and what is available after that', () => {
    const beyond = { freezeRevision: 3, beyondFreeze: true } as const;
    given(...frozen)
      .when(pay([line('100')], beyond))
      .then({
        type: 'payment.recorded.v1',
        data: { ...posting, lines: [line('100.00')], ...beyond, released: [line('60.00')] },
      });
    given(...frozen)
      .when(pay([line('70'), line('30.01')], beyond))
      .thenRefused('line-below-zero', [short('lines[0]', '100.01', '100.00')]);
  });

  it('folds the payments beyond a freeze that were recorded before they had to say so', () => {
    const old: LedgerEvent = {
      type: 'payment.recorded.v1',
      data: { ...posting, lines: [line('80.00')], freezeRevision: 3, released: [line('60.00')] },
    };
    const state = stateAfter(...frozen, old);
    expect(ledgerLineOf(state, 2024, line('1'))).toMatchObject({ frozen: 0n, paid: 8_000n });
  });

  it('leaves the rest of a partial payment frozen, and a final one gives it up', () => {
    given(...frozen, pay([line('20')], { freezeRevision: 3 }))
      .when(pay([line('15')], { freezeRevision: 3 }))
      .thenType('payment.recorded.v1', { released: [line('15.00')] });
    given(...frozen, pay([line('20')], { freezeRevision: 3 }))
      .when(pay([line('15')], { freezeRevision: 3, final: true }))
      .thenType('payment.recorded.v1', { lines: [line('15.00')], released: [line('40.00'), line('10.00', personnel)] });
  });

  it('leaves available what a final payment gave up', () => {
    const state = stateAfter(...frozen, pay([line('20')], { freezeRevision: 3, final: true }));
    const paid = ledgerLineOf(state, 2024, line('1')) as LedgerLine;
    expect([paid.frozen, paid.paid, availableOf(paid)]).toEqual([0n, 2_000n, 8_000n]);
    expect(paid.holds.size).toBe(0);
  });

  it('takes nothing from a freeze before its day', () => {
    const later = [...before, on('2024-05-01', freeze(line('60')))];
    given(...later)
      .when(on('2024-04-30', pay([line('40')], { freezeRevision: 3 })))
      .thenRefused('freeze-short', [short('lines[0]', '40.00', '0.00')]);
  });

  it.each([2, 4])('knows no freeze at revision %i', (freezeRevision) => {
    given(...frozen)
      .when(pay([line('1')], { freezeRevision }))
      .thenRefused('unknown-freeze', [{ field: 'freezeRevision', value: String(freezeRevision) }]);
  });
});

describe('refunding', () => {
  const paid = [...before, on('2024-04-01', pay([line('30')]))];

  it('gives back exactly what was paid, and it is available again', () => {
    given(...paid)
      .when(on('2024-04-01', refund(line('30'))))
      .thenType('refund.recorded.v1', { lines: [line('30.00')] });
    given(...paid, on('2024-04-01', refund(line('30'))))
      .when(on('2024-04-01', pay([line('100')])))
      .thenType('payment.recorded.v1');
  });

  it('refuses one fen more than was paid and not refunded yet', () => {
    given(...paid, on('2024-05-01', refund(line('10'))))
      .when(on('2024-05-01', refund(line('20.01'), line('1', personnel))))
      .thenRefused('refund-exceeds-paid', [
        short('lines[0]', '20.01', '20.00'),
        short('lines[1]', '1.00', '0.00', personnel),
      ]);
  });

  it('refuses to give back on a day before the payment', () => {
    given(...paid)
      .when(on('2024-03-31', refund(line('0.01'))))
      .thenRefused('refund-exceeds-paid', [short('lines[0]', '0.01', '0.00')]);
  });

  it('leaves enough for a refund of a later day', () => {
    const later = [...paid, on('2024-06-01', refund(line('25')))];
    given(...later)
      .when(on('2024-05-01', refund(line('5.01'))))
      .thenRefused('refund-exceeds-paid', [{ ...short('lines[0]', '5.01', '5.00'), lowestOn: '2024-06-01' }]);
    given(...later)
      .when(on('2024-05-01', refund(line('5'))))
      .thenType('refund.recorded.v1');
  });
});

describe('reclaiming', () => {
  const old = carriedFrom2023;
  const reclaim = (amountYuan: string, differing: Differing = old): ReclaimBalance =>
    ask('ReclaimBalance', {
      ...ofYear,
      lines: [{ ...line(amountYuan, differing), originYear: differing.originYear ?? 2023 }],
    });
  const withOld = [...before, carried(line('20.00', old), line('3.00', { originYear: 2022 }))];

  it('takes a carried-over line to exactly zero, and refuses one fen more', () => {
    given(...withOld)
      .when(reclaim('20'))
      .then({ type: 'balance.reclaimed.v1', data: { ...posting, lines: [line('20.00', old)] } });
    given(...withOld)
      .when(reclaim('20.01'))
      .thenRefused('line-below-zero', [short('lines[0]', '20.01', '20.00', old)]);
  });

  it('does not take the money of another origin year', () => {
    given(...withOld)
      .when(reclaim('3.01', { originYear: 2022 }))
      .thenRefused('line-below-zero', [short('lines[0]', '3.01', '3.00', { originYear: 2022 })]);
  });

  it('refuses the money of the year itself', () => {
    given(...withOld)
      .when(reclaim('1', { originYear: 2024 }))
      .thenRefused('origin-year-not-earlier', [{ field: 'lines[0].originYear', value: '2024', expected: '< 2024' }]);
  });

  it('leaves the current budget alone', () => {
    const state = stateAfter(...withOld, reclaim('5'));
    expect(ledgerLineOf(state, 2024, line('1', old))).toMatchObject({ carriedOver: 2_000n, reclaimed: 500n });
  });
});
