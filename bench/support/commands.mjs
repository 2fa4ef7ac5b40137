// What the benchmark posts: the commands of a year, as a finance bureau would post them.

const DIVISION = '361100';
const FISCAL_YEAR = 2024;

export const departmentOf = (n) => String(n).padStart(3, '0');
export const streamOf = (department) => `${DIVISION}/${department}`;

function basisOf(commandId, department, n) {
  return {
    commandId,
    division: DIVISION,
    department,
    documentNumber: `样例〔2024〕${n}号`,
    effectiveDate: '2024-03-01',
  };
}

function line(department, economic, category, amountYuan) {
  return {
    unit: `${department}001`,
    source: 'general-public-budget',
    function: '2012901',
    economic,
    category,
    amountYuan,
  };
}

export function registration(department, commandId = `register-${department}`) {
  return {
    type: 'RegisterUnit',
    ...basisOf(commandId, department, 0),
    unit: `${department}001`,
    name: `样例单位${department}`,
    departmentName: `样例部门${department}`,
  };
}

/** The command that is posted over and over: a supplement of two lines. */
function supplement(department, commandId) {
  return {
    type: 'AdjustBudget',
    kind: 'supplement',
    ...basisOf(commandId, department, 1),
    fiscalYear: FISCAL_YEAR,
    lines: [line(department, '30201', 'operating', '100.00'), line(department, '30101', 'personnel', '100.00')],
  };
}

/** The n-th command of a department's history: a unit, its first budget, and then one change after the other. */
export function historyCommand(department, n) {
  const commandId = `${department}-${n}-3f2b8c1e-8a51-4c9e-9d57-5f1c`;
  if (n === 0) return registration(department, commandId);
  const posting = { ...basisOf(commandId, department, n), fiscalYear: FISCAL_YEAR };
  const of = (economic, category, amountYuan) => line(department, economic, category, amountYuan);
  if (n === 1) {
    const personnel = ['30101', '30102', '30103', '30107', '30108', '30110', '30113'];
    const lines = [
      ...personnel.map((code) => of(code, 'personnel', '1000000.00')),
      of('30201', 'operating', '500000.00'),
    ];
    return { type: 'AllocateBudget', ...posting, lines };
  }
  const adjust = { type: 'AdjustBudget', ...posting };
  switch (n % 4) {
    case 0: {
      const lines = [of('30101', 'personnel', '2000.00'), of('30201', 'operating', '300.00')];
      return { ...adjust, kind: 'supplement', lines };
    }
    case 1:
      return { ...adjust, kind: 'cut', lines: [of('30101', 'personnel', '1500.00')] };
    case 2: {
      const [from, to] = ['30102', '30103'].map((code) => [of(code, 'personnel', '10.00')]);
      return { ...adjust, kind: 'transfer', from, to };
    }
    default: {
      // Now and then more is asked than there is, and the refusal is a record too.
      const isTooMuch = n % 20 === 3;
      const lines = [isTooMuch ? of('30201', 'operating', '999999999.00') : of('30107', 'personnel', '88.50')];
      return { ...adjust, kind: isTooMuch ? 'cut' : 'supplement', lines };
    }
  }
}

/** Supplements with new ids for one of so many departments after the other; one department makes a hot stream. */
export function supplements(prefix, departments) {
  let n = 0;
  return () => {
    const department = departmentOf(n % departments);
    return supplement(department, `${prefix}-${n++}`);
  };
}
