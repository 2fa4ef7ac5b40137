import { type LedgerClient } from '../../../apps/standalone/src/ledger-client';

/** As large as it is asked for: `npm test` takes a small one, `npm run console:quick` one of 1,000 departments and 20,000 units. */
export interface Size {
  departments: number;
  units: number;
}

export const DIVISION = '361100';
export const YEAR = 2024;
const MOST_COMMANDS = 1_000;
const LINES = [
  { economic: '30101', category: 'personnel' },
  { economic: '30107', category: 'personnel' },
  { economic: '30201', category: 'operating' },
] as const;

export const departmentAt = (index: number): string => String(index).padStart(3, '0');
export const unitAt = (department: string, index: number): string =>
  `${department}${String(index + 1).padStart(3, '0')}`;

const basis = (commandId: string, department: string) => ({
  commandId,
  division: DIVISION,
  department,
  documentNumber: '样例〔2024〕1号',
  effectiveDate: '2024-01-01',
});

function lineOf(unit: string, about: (typeof LINES)[number], amountYuan: string): object {
  return { unit, source: 'general-public-budget', function: '2012901', ...about, amountYuan };
}

function* commandsOf({ departments, units }: Size): Generator<object> {
  for (let at = 0; at < departments; at += 1) {
    const department = departmentAt(at);
    for (let of = 0; of < units; of += 1) {
      const unit = unitAt(department, of);
      const names = { name: `样例单位${unit}`, departmentName: `样例部门${department}` };
      yield { type: 'RegisterUnit', ...basis(`r${unit}`, department), unit, ...names };
      const lines = LINES.map((about, place) => lineOf(unit, about, `${(at + 1) * 1_000 + of * 10 + place}.50`));
      yield { type: 'AllocateBudget', ...basis(`a${unit}`, department), fiscalYear: YEAR, lines };
    }
  }
}

/** Registers all units and gives each its budget. */
export async function loadDivision(ledger: LedgerClient, size: Size): Promise<void> {
  let batch: object[] = [];
  const post = async (): Promise<void> => {
    const wrong = (await ledger.post(batch)).find(({ status }) => status !== 201);
    if (wrong !== undefined) throw new Error(JSON.stringify(wrong));
    batch = [];
  };
  for (const command of commandsOf(size)) {
    batch.push(command);
    if (batch.length === MOST_COMMANDS) await post();
  }
  if (batch.length > 0) await post();
}

/** The n-th of the changes that go on while somebody looks at the first unit. */
export function changeOf(n: number): object {
  const unit = unitAt(departmentAt(0), 0);
  return {
    type: 'AdjustBudget',
    kind: 'supplement',
    ...basis(`c${n}`, departmentAt(0)),
    fiscalYear: YEAR,
    lines: [lineOf(unit, LINES[0], `${(n % 9_000) + 100}.00`)],
  };
}
