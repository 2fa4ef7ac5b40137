import type { LedgerEvent } from '../src/events';
import { ask, carriedFrom2023, type Differing, eventsOf, line, refusedAs, registered, registeredToo } from './given';

const pool: Differing = { unit: '126' };
const other: Differing = { unit: '126002', economic: '30201' };
const year = { fiscalYear: 2024 };
const adjust = { ...year, type: 'AdjustBudget' } as const;
const targets = { declaredFunds: { totalYuan: '1.00' }, tasks: [], goals: ['一'], indicators: [] };
const sent = (amountYuan: string) =>
  ask('TransferToDepartment', {
    ...year,
    toDepartment: '127',
    from: [line(amountYuan)],
    to: [line(amountYuan, { unit: '127001' })],
  });
const refused = refusedAs(ask('CloseYear', year), 'year-has-transit', [
  { field: 'fiscalYear', value: '361100/126@20' },
]);

/** A year in which every type of event stands at least once, decided one after another. */
export const everyEvent: readonly LedgerEvent[] = eventsOf(
  registered,
  registeredToo,
  ask('AllocateBudget', { ...year, lines: [line('100'), line('80', other), line('0.01'), line('30', pool)] }),
  ask('HandDownBudget', { ...year, from: [line('20', pool)], to: [line('20', { economic: '30217' })] }),
  ask('CarryOverBalance', {
    ...year,
    kind: 'carry-forward' as const,
    opening: true as const,
    lines: [{ ...line('7', carriedFrom2023), originYear: 2023 }],
  }),
  ask('AdjustBudget', { ...year, kind: 'supplement' as const, lines: [line('5')] }),
  ask('AdjustBudget', { ...year, kind: 'cut' as const, lines: [line('2')] }),
  ask('AdjustBudget', { ...year, kind: 'transfer' as const, from: [line('3')], to: [line('3', other)] }),
  ask('FreezeFunds', { ...year, lines: [line('40'), line('10', other)] }, '2024-04-01'),
  ask('ReleaseFunds', { ...year, freezeRevision: 9, lines: [line('5')] }, '2024-05-01'),
  ask('RecordPayment', { ...year, lines: [line('50')], freezeRevision: 9, beyondFreeze: true }, '2024-06-01'),
  ask('RecordRefund', { ...year, lines: [line('1')] }, '2024-07-01'),
  ask('ReclaimBalance', { ...year, lines: [{ ...line('2', carriedFrom2023), originYear: 2023 }] }),
  ask('SetCeiling', { ...year, scope: { kind: 'three-public' as const, unit: '126001' }, limitYuan: '20' }),
  ask('SetCeiling', { ...year, scope: { kind: 'project' as const, project: '妇女工作经费' }, limitYuan: '0' }),
  ask('SetPerformanceTargets', { ...year, unit: '126001', ...targets }),
  ask('SetPerformanceTargets', { ...year, unit: '126001', project: '项目', ...targets }),
  ask('SetPublicationText', {
    ...year,
    unit: '126001',
    sections: [
      { section: 'project' as const, project: '项目', overview: '概述' },
      { section: 'duties' as const, paragraphs: ['一是……'] },
    ],
  }),
  ask('CombineCommands', {
    commands: [
      { ...adjust, kind: 'supplement' as const, lines: [line('1', { source: 'other-income' })] },
      { type: 'FreezeFunds' as const, ...year, lines: [line('1', { source: 'other-income' })] },
    ],
  }),
  sent('10'),
  sent('11'),
  sent('12'),
  refused,
  ask('SettleTransfer', { ...year, transitId: '361100/126@20', receivedEventId: '361100/127@2' }),
  ask('ReturnTransfer', {
    ...year,
    transitId: '361100/126@21',
    refusedEventId: '361100/127@3',
    refusalCode: 'unit-not-registered',
  }),
  ask('ReceiveTransfer', {
    ...year,
    transitId: '361100/127@9',
    fromDepartment: '127',
    lines: [line('4', { ...other, procurement: 'goods' })],
  }),
  ask('ReverseEvent', { reversedRevision: 10 }, '2024-05-02'),
  ask('CloseYear', { fiscalYear: 2023 }),
  ask('CloseYear', { fiscalYear: 2022 }),
  ask('ReopenYear', { fiscalYear: 2022, reason: '更正' }),
  ask('CarryOverBalance', { fiscalYear: 2025, kind: 'carry-forward' as const, lines: [line('10')] }, '2025-01-01'),
);
