// The commands of two years of a national budget, in the order in which they are recorded. The same seed makes the same commands.
import { amountOf, departmentsOf, linesOf } from './places.mjs';
import { seeded } from './random.mjs';
import { carryOversOf, freezesOf, requestsOf } from './requests.mjs';
import { DIVISION, YEARS } from './shape.mjs';

const MOST_LINES = 500;
const SEED = 20_130_401;

/**
 * Every command with `department` and `commandId`. With a history that is longer so many times, more is done to the same lines. What a
 * transfer between departments needs at its other end is asked for by whoever records it.
 */
export function nationCommands(shape, times = 1) {
  const random = seeded(SEED);
  const departments = departmentsOf(shape);
  const yearsOf = YEARS.map((year, y) => {
    const lines = linesOf(shape, departments, y, random);
    return { year, y, times, departments: departments.map((department, n) => ({ ...department, lines: lines[n] })) };
  });
  const first = yearsOf.flatMap((of) => [
    ...registrations(of),
    ...allocations(shape, of, random),
    ...targets(shape, of, random),
  ]);
  const later = yearsOf.flatMap((of) => [
    ...requestsOf(shape, of, random),
    ...(of.y === 1 ? carryOversOf(shape, of, random) : []),
    ...(of.y === 1 ? freezesOf(shape, of, random) : []),
  ]);
  return [...first, ...later]
    .sort((one, other) =>
      one.effectiveDate < other.effectiveDate ? -1 : one.effectiveDate > other.effectiveDate ? 1 : 0,
    )
    .map((command, n) => ({
      division: DIVISION,
      documentNumber: `样例〔${command.effectiveDate.slice(0, 4)}〕${n}号`,
      ...command,
      commandId: `nation-${n}`,
    }));
}

/** A unit is registered in the first year that it is in. */
function registrations({ departments, year, y }) {
  return departments.flatMap(({ code, name, first, units }) =>
    (y === 0 ? units.slice(0, first) : units.slice(first)).map((unit) => ({
      type: 'RegisterUnit',
      department: code,
      effectiveDate: `${year}-01-01`,
      unit,
      name: `样例单位${unit}`,
      departmentName: name,
    })),
  );
}

/** As many rows as the real one has: some lines are given to twice. */
function allocations({ allocationRows, allocatedLines }, { departments, year, y }, random) {
  const twice = allocationRows[y] / allocatedLines[y] - 1;
  return departments.flatMap(({ code, lines }) => {
    const rows = lines.flatMap((line) => (random.next() < twice ? [line, line] : [line]));
    const given = rows.map((line) => ({ ...line, amountYuan: amountOf(random) }));
    return pages(given).map((page) => ({
      type: 'AllocateBudget',
      department: code,
      fiscalYear: year,
      effectiveDate: `${year}-01-01`,
      lines: page,
    }));
  });
}

function pages(rows) {
  return Array.from({ length: Math.ceil(rows.length / MOST_LINES) }, (_, n) =>
    rows.slice(n * MOST_LINES, (n + 1) * MOST_LINES),
  );
}

function targets({ withTargets }, { departments, year }, random) {
  return departments.flatMap(({ code, lines }) => {
    const projects = new Map(lines.flatMap(({ unit, project }) => (project === undefined ? [] : [[unit, project]])));
    return [...projects]
      .filter(() => random.next() < withTargets)
      .map(([unit, project]) => ({
        type: 'SetPerformanceTargets',
        department: code,
        fiscalYear: year,
        effectiveDate: `${year}-01-01`,
        unit,
        project,
        declaredFunds: { totalYuan: '250000.00' },
        tasks: [{ name: '样例任务', content: '样例任务的内容' }],
        goals: ['样例目标'],
        indicators: [{ level1: '产出指标', level2: '数量指标', level3: `样例指标${unit}`, value: '≥12' }],
      }));
  });
}
