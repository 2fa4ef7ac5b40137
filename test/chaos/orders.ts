import type { Command } from '#domain';

const DIVISION = '361100';
/** Nobody but forgers writes to this one; only its streams may stop. */
export const FORGED_DIVISION = '990000';

export function isForged(stream: string): boolean {
  return stream.startsWith(`${FORGED_DIVISION}/`);
}

const FISCAL_YEAR = 2024;
const DEPARTMENTS = 50;

/** A command and the stream that it goes to. */
export interface Order {
  stream: string;
  command: Command;
}

export const departments: readonly string[] = Array.from({ length: DEPARTMENTS }, (_, n) => String(100 + n));

function streamOf(department: string): string {
  return `${DIVISION}/${department}`;
}

export function registration(department: string): Order {
  return {
    stream: streamOf(department),
    command: {
      type: 'RegisterUnit',
      ...basis(`register-${department}`, department),
      unit: `${department}001`,
      name: '样例单位',
      departmentName: '样例部门',
    },
  };
}

/**
 * One of everything that moves money, on few lines, so that commands matter to each other: what a cut may take depends on all that
 * was recorded before it, and some are refused.
 */
export function anyOrder(commandId: string, revisionOf: (stream: string) => number | undefined): Order {
  const department = departments[below(departments.length)] ?? '100';
  const stream = streamOf(department);
  const posting = { ...basis(commandId, department), fiscalYear: FISCAL_YEAR };
  const expectedRevision = chance(0.05) ? revisionOf(stream) : undefined;
  const expecting = expectedRevision === undefined ? {} : { expectedRevision };
  const line = (economic: string) => ({
    unit: `${department}001`,
    source: 'general-public-budget' as const,
    function: '2012901',
    economic,
    category: 'operating' as const,
    amountYuan: `${1 + below(5_000)}.${10 + below(90)}`,
  });
  const lines = [line(ECONOMIC[below(ECONOMIC.length)] ?? '30201')];
  const dice = Math.random();
  if (dice < 0.3) return { stream, command: { type: 'AllocateBudget', ...posting, ...expecting, lines } };
  if (dice < 0.85) {
    const kind = dice < 0.55 ? 'supplement' : 'cut';
    return { stream, command: { type: 'AdjustBudget', kind, ...posting, ...expecting, lines } };
  }
  const from = line('30201');
  const to = [{ ...line('30211'), amountYuan: from.amountYuan }];
  return { stream, command: { type: 'AdjustBudget', kind: 'transfer', ...posting, ...expecting, from: [from], to } };
}

const ECONOMIC = ['30201', '30202', '30211'];

function basis(commandId: string, department: string) {
  return {
    commandId,
    division: DIVISION,
    department,
    documentNumber: '样例〔2024〕1号',
    effectiveDate: `${FISCAL_YEAR}-03-01`,
  };
}

export function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

export function chance(share: number): boolean {
  return Math.random() < share;
}
