import type { PostingLine } from '#domain';

import {
  adjusted,
  asked,
  basic,
  day,
  DEPARTMENT,
  line,
  OTHER_DEPARTMENT,
  OTHER_UNIT,
  type Posted,
  project,
  type Purpose,
  type RevisionOf,
  UNITS,
  YEAR,
} from './posted';

/** What every unit gets at the beginning of the year, in yuan. */
const APPROVED: readonly [purpose: Purpose, yuan: number][] = [
  [basic('30101', 'personnel'), 300_000],
  [basic('30102', 'personnel'), 150_000],
  [basic('30103', 'personnel'), 160_000],
  [basic('30108', 'personnel'), 80_000],
  [basic('30113', 'personnel'), 60_000],
  [basic('30201', 'operating'), 40_000],
  [basic('30202', 'operating'), 10_000],
  [basic('30211', 'operating'), 30_000],
  [basic('30215', 'operating'), 8_000],
  [basic('30217', 'operating'), 5_000],
  [project('样例项目甲', '30227'), 120_000],
  [project('样例项目乙', '31002', 'goods'), 60_000],
];
const OFFICE = basic('30201', 'operating');
const PRINTING = basic('30202', 'operating');
const TRAVEL = basic('30211', 'operating');
const RECEPTION = basic('30217', 'operating');
const PROJECT_A = project('样例项目甲', '30227');
const PROJECT_B = project('样例项目乙', '31002', 'goods');
const OLD_PROJECT_A: Purpose = { ...PROJECT_A, originYear: YEAR - 1 };
/** Units that begin the year with money of the year before. */
const WITH_OPENING = UNITS.slice(0, 5);

/**
 * The year in steps. A step is posted when the one before it is answered, because it may name revisions of earlier events; some of its
 * commands must be refused, and say so by their id.
 */
export const STEPS: readonly { name: string; commands: (revisionOf: RevisionOf) => Posted[] }[] = [
  { name: '登记、批复与下达 Registered, approved, handed down', commands: beginning },
  ...[1, 2, 3, 4].map((quarter) => ({
    name: `第 ${quarter} 季度支付与冻结 Payments and freezes of quarter ${quarter}`,
    commands: () => [...paymentsOf(quarter), ...freezesOf(quarter)],
  })),
  { name: '冻结资金支付 Payments out of freezes', commands: paymentsFromFreezes },
  { name: '追加、追减与调剂 Supplements, cuts, transfers', commands: adjustments },
  { name: '应被拒绝的命令 Commands that must be refused', commands: forbidden },
  { name: '退回、补记、收回与红冲 Refunds, late entries, reclaims, reversals', commands: corrections },
];

function beginning(): Posted[] {
  const registered = [...UNITS.map((unit) => [DEPARTMENT, unit] as const), [OTHER_DEPARTMENT, OTHER_UNIT] as const].map(
    ([department, unit]) =>
      asked(`register-${unit}`, 'RegisterUnit', '01-01', {
        department,
        unit,
        name: `样例单位${unit}`,
        departmentName: `样例部门${department}`,
      }),
  );
  const pool = APPROVED.map(([purpose, yuan]) => line(DEPARTMENT, purpose, yuan * UNITS.length));
  // A little more than the units get, so that something is left to be seen in the pool.
  pool.push(line(DEPARTMENT, OFFICE, 100_000));
  const handedDown = UNITS.map((unit) =>
    asked(`hand-down-${unit}`, 'HandDownBudget', '01-20', {
      fiscalYear: YEAR,
      from: APPROVED.map(([purpose, yuan]) => line(DEPARTMENT, purpose, yuan)),
      to: APPROVED.map(([purpose, yuan]) => line(unit, purpose, yuan)),
    }),
  );
  const opening = WITH_OPENING.map((unit) => line(unit, OLD_PROJECT_A, 20_000));
  const ceilings = UNITS.map((unit) =>
    asked(`ceiling-${unit}`, 'SetCeiling', '01-20', {
      fiscalYear: YEAR,
      scope: { kind: 'three-public', unit },
      limitYuan: '5000.00',
    }),
  );
  return [
    ...registered,
    asked('approve', 'AllocateBudget', '01-15', { fiscalYear: YEAR, lines: pool }),
    asked('opening', 'CarryOverBalance', '01-01', {
      fiscalYear: YEAR,
      kind: 'carry-forward',
      opening: true,
      lines: opening,
    }),
    ...handedDown,
    ...ceilings,
  ];
}

function paymentsOf(quarter: number): Posted[] {
  const months = [1, 2, 3].map((month) => (quarter - 1) * 3 + month);
  return months.flatMap((month) => UNITS.flatMap((unit, index) => monthOf(unit, index, month)));
}

function monthOf(unit: string, index: number, month: number): Posted[] {
  const on = day(month, 25);
  const pay = (what: string, lines: PostingLine[]): Posted =>
    asked(`pay-${what}-${unit}-${month}`, 'RecordPayment', on, { fiscalYear: YEAR, lines });
  const salaries = [
    line(unit, basic('30101', 'personnel'), 25_000),
    line(unit, basic('30102', 'personnel'), 12_500),
    ...(month % 3 === 0 ? [line(unit, basic('30103', 'personnel'), 40_000)] : []),
  ];
  const insurance = [
    line(unit, basic('30108', 'personnel'), 6_000 + index),
    line(unit, basic('30113', 'personnel'), 5_000),
  ];
  return [
    pay('salaries', salaries),
    pay('insurance', insurance),
    pay('office', [line(unit, OFFICE, 2_000 + index * 10), line(unit, PRINTING, 300)]),
    pay('travel', [line(unit, TRAVEL, 1_500 + index)]),
    pay('reception', [line(unit, RECEPTION, 200)]),
  ];
}

function freezesOf(quarter: number): Posted[] {
  const on = day(quarter * 3 - 2, 26);
  const ofA = UNITS.map((unit) =>
    asked(`freeze-a-${unit}-${quarter}`, 'FreezeFunds', on, {
      fiscalYear: YEAR,
      lines: [line(unit, PROJECT_A, 25_000)],
    }),
  );
  if (quarter !== 1) return ofA;
  const ofB = UNITS.map((unit) =>
    asked(`freeze-b-${unit}`, 'FreezeFunds', on, { fiscalYear: YEAR, lines: [line(unit, PROJECT_B, 60_000)] }),
  );
  return [...ofA, ...ofB];
}

/** Each freeze is paid from twice, and the final payment releases what is left; that of the last quarter stays open in five units. */
function paymentsFromFreezes(revisionOf: RevisionOf): Posted[] {
  const ofA = [1, 2, 3, 4].flatMap((quarter) =>
    UNITS.flatMap((unit, index) => {
      const freezeRevision = revisionOf(`freeze-a-${unit}-${quarter}`);
      const pay = (what: string, on: string, yuan: number, final: boolean): Posted =>
        asked(`pay-a-${what}-${unit}-${quarter}`, 'RecordPayment', on, {
          fiscalYear: YEAR,
          freezeRevision,
          lines: [line(unit, PROJECT_A, yuan)],
          ...(final ? { final } : {}),
        });
      const first = pay('first', day(quarter * 3 - 1, 15), 15_000, false);
      return quarter === 4 && index < 5 ? [first] : [first, pay('last', day(quarter * 3, 15), 8_000 + index, true)];
    }),
  );
  const ofB = UNITS.map((unit) =>
    asked(`pay-b-${unit}`, 'RecordPayment', '06-20', {
      fiscalYear: YEAR,
      freezeRevision: revisionOf(`freeze-b-${unit}`),
      final: true,
      lines: [line(unit, PROJECT_B, 58_000)],
    }),
  );
  return [...ofA, ...ofB];
}

function adjustments(): Posted[] {
  return UNITS.flatMap((unit, index) => {
    const next = UNITS[(index + 1) % UNITS.length] ?? unit;
    const moved = (what: string, on: string, from: PostingLine, to: PostingLine): Posted =>
      adjusted(`${what}-${unit}`, on, { kind: 'transfer', from: [from], to: [to] });
    return [
      adjusted(`supplement-${unit}`, '05-10', { kind: 'supplement', lines: [line(unit, PROJECT_A, 10_000)] }),
      adjusted(`cut-${unit}`, '06-10', { kind: 'cut', lines: [line(unit, PRINTING, 1_000)] }),
      moved('transfer', '07-10', line(unit, OFFICE, 3_000), line(unit, TRAVEL, 3_000)),
      moved('transfer-unit', '08-10', line(unit, TRAVEL, 500), line(next, TRAVEL, 500)),
      ...(index < 10 ? [sentAway(unit, index)] : []),
    ];
  });
}

/** Two of ten go to a unit that the other department does not know, and come back. */
function sentAway(unit: string, index: number): Posted {
  const to = index < 2 ? '306009' : OTHER_UNIT;
  return asked(`send-${unit}`, 'TransferToDepartment', '09-10', {
    fiscalYear: YEAR,
    toDepartment: OTHER_DEPARTMENT,
    from: [line(unit, OFFICE, 1_000)],
    to: [line(to, OFFICE, 1_000)],
  });
}

function forbidden(): Posted[] {
  return UNITS.flatMap((unit) => [
    asked(`refuse-overdraw-${unit}`, 'RecordPayment', '10-10', {
      fiscalYear: YEAR,
      lines: [line(unit, PRINTING, 999_999)],
    }),
    adjusted(`refuse-category-${unit}`, '10-10', {
      kind: 'transfer',
      from: [line(unit, OFFICE, 100)],
      to: [line(unit, basic('30101', 'personnel'), 100)],
    }),
    adjusted(`refuse-reception-${unit}`, '10-10', {
      kind: 'transfer',
      from: [line(unit, OFFICE, 100)],
      to: [line(unit, RECEPTION, 100)],
    }),
    adjusted(`refuse-ceiling-${unit}`, '10-10', { kind: 'supplement', lines: [line(unit, RECEPTION, 1)] }),
  ]);
}

function corrections(revisionOf: RevisionOf): Posted[] {
  const ofUnits = UNITS.flatMap((unit) => [
    ...[3, 6, 9, 12].map((month) =>
      asked(`refund-${unit}-${month}`, 'RecordRefund', day(month, 28), {
        fiscalYear: YEAR,
        lines: [line(unit, TRAVEL, 100)],
      }),
    ),
    // Recorded last and effective in spring: a late entry.
    asked(`late-${unit}`, 'RecordPayment', '03-30', { fiscalYear: YEAR, lines: [line(unit, TRAVEL, 50)] }),
  ]);
  const ofOldMoney = WITH_OPENING.flatMap((unit) => [
    asked(`pay-old-${unit}`, 'RecordPayment', '04-20', {
      fiscalYear: YEAR,
      lines: [line(unit, OLD_PROJECT_A, 12_000)],
    }),
    asked(`reclaim-${unit}`, 'ReclaimBalance', '11-20', {
      fiscalYear: YEAR,
      lines: [line(unit, OLD_PROJECT_A, 3_000)],
    }),
  ]);
  const reversals = UNITS.slice(0, 10).flatMap((unit) => {
    const reversedRevision = revisionOf(`transfer-${unit}`);
    return [`reverse-${unit}`, `refuse-reverse-again-${unit}`].map((id) =>
      asked(id, 'ReverseEvent', '12-20', { reversedRevision }),
    );
  });
  return [...ofUnits, ...ofOldMoney, ...reversals];
}

/** 31 December and 1 January: what the preview says is left, in one event for 结转 and one for 结余, then the close. */
export function yearEnd(left: readonly (PostingLine & { kind: 'carry-forward' | 'surplus' })[]): Posted[] {
  const carried = (kind: 'carry-forward' | 'surplus'): Posted[] => {
    const lines = left.filter((line) => line.kind === kind).map(({ kind: _kind, ...line }) => line);
    const basis = { effectiveDate: `${YEAR + 1}-01-01`, fiscalYear: YEAR + 1 };
    return lines.length === 0 ? [] : [asked(`carry-${kind}`, 'CarryOverBalance', '12-31', { ...basis, kind, lines })];
  };
  return [
    ...carried('carry-forward'),
    ...carried('surplus'),
    asked('close', 'CloseYear', '12-31', { fiscalYear: YEAR }),
    asked('refuse-after-close', 'RecordPayment', '12-31', {
      fiscalYear: YEAR,
      lines: [line(UNITS[0] ?? '', PRINTING, 1)],
    }),
  ];
}
