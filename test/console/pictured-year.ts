import type { Poster } from '../support/loaded-budget';
import { SAMPLE_LINE, WAGES_LINE } from '../support/sample';

const UNIT = { division: '361100', departmentName: '上饶市妇女联合会' };

/** What the sample has not: units that come and go, and money on its way, so that every screen has something to show. */
export async function postYear(poster: Poster): Promise<void> {
  const wages = (amountYuan: string, unit = '126001') => ({ ...WAGES_LINE, unit, amountYuan });
  const office = (amountYuan: string, unit = '126001') => ({ ...SAMPLE_LINE, unit, amountYuan });
  const post = (effectiveDate: string, command: Record<string, unknown>) => poster.post({ effectiveDate, ...command });
  for (const [unit, name] of [
    ['126002', '样例单位甲'],
    ['126003', '样例单位乙'],
  ] as const) {
    await post('2023-01-01', { ...UNIT, type: 'RegisterUnit', unit, name });
  }
  const neighbour = { unit: '127001', name: '样例单位丙', departmentName: '样例部门' };
  await poster.post({ type: 'RegisterUnit', effectiveDate: '2023-01-01', ...neighbour }, '127');
  for (const [fiscalYear, amountYuan] of [
    [2023, '2480000.00'],
    [2024, '2630000.00'],
    [2025, '2710000.00'],
  ] as const) {
    const lines = [wages(amountYuan, '127001')];
    await poster.post({ type: 'AllocateBudget', effectiveDate: `${fiscalYear}-01-05`, fiscalYear, lines }, '127');
  }
  await post('2023-01-05', {
    type: 'AllocateBudget',
    fiscalYear: 2023,
    lines: [wages('420000.00', '126003'), office('80000.00', '126003')],
  });
  await post('2024-01-05', {
    type: 'AllocateBudget',
    fiscalYear: 2024,
    lines: [wages('960000.00', '126002'), office('140000.00', '126002')],
  });
  await post('2024-03-05', { type: 'RecordPayment', fiscalYear: 2024, lines: [wages('208500.00')] });
  await post('2024-04-12', { type: 'AdjustBudget', kind: 'supplement', fiscalYear: 2024, lines: [office('60000.00')] });
  await post('2024-05-08', { type: 'FreezeFunds', fiscalYear: 2024, lines: [office('32000.00')] });
  await post('2024-05-20', {
    type: 'TransferToDepartment',
    fiscalYear: 2024,
    toDepartment: '127',
    from: [office('12000.00')],
    to: [{ ...office('12000.00', '127001') }],
  });
  await post('2024-06-05', {
    type: 'RecordPayment',
    fiscalYear: 2024,
    lines: [wages('208500.00'), office('41200.00')],
  });
  await post('2025-01-05', { type: 'AllocateBudget', fiscalYear: 2025, lines: [wages('7120000.00')] });
  await post('2025-03-05', { type: 'RecordPayment', fiscalYear: 2025, lines: [wages('1530000.00')] });
}
