// Departments, units, their programs and the lines that the programs are paid from.

/** Which economic codes a category is spent under; none of them may only be lowered. */
const ECONOMIC = {
  personnel: ['30101', '30102', '30103', '30107', '30108', '30110', '30113', '30301', '30302'],
  operating: ['30201', '30202', '30205', '30206', '30207', '30211', '30213', '30228', '30229', '30239'],
  project: ['30201', '30213', '30214', '30227', '30299', '31002', '31003', '31007', '31006', '30902', '30905', '39999'],
};
/** “三公”经费 */
const THREE_PUBLIC = ['30212', '30217', '30231', '31013'];
const OTHER_SOURCES = ['government-fund', 'state-capital', 'institutional-income', 'other-income'];

const departmentCode = (n) => String(101 + n);
const unitCode = (department, n) => `${department}${String(n + 1).padStart(3, '0')}`;
/** Items of thirty groups in ten classes. */
const programCode = (n) => `2${10 + (n % 10)}${10 + (n % 30)}${String(1 + Math.floor(n / 30)).padStart(2, '0')}`;

/** How many of `total` each department has: the largest so much, each next one less. */
function sharesOf({ departments, largest }, total) {
  const weights = Array.from({ length: departments - 1 }, (_, n) => 1 / (n + 3) ** 0.5);
  const sum = weights.reduce((all, one) => all + one, 0);
  const rest = total - Math.round(total * largest);
  const shares = weights.map((weight) => Math.max(1, Math.floor((rest * weight) / sum)));
  return [total - shares.reduce((all, one) => all + one, 0), ...shares];
}

/** The departments with the units of each of the two years; those of the first are all there in the second. */
export function departmentsOf(shape) {
  const [first, second] = shape.units.map((units) => sharesOf(shape, units));
  return Array.from({ length: shape.departments }, (_, n) => {
    const code = departmentCode(n);
    const most = Math.max(first[n], second[n]);
    return {
      code,
      name: `样例部门${code}`,
      first: first[n],
      units: Array.from({ length: most }, (_, u) => unitCode(code, u)),
    };
  });
}

/** The lines of a year's allocations, by department: each is its own program's, source's and economic code's. */
export function linesOf(shape, departments, year, random) {
  const lines = sharesOf(shape, shape.allocatedLines[year]);
  const programs = sharesOf(shape, shape.programs[year]);
  let program = 0;
  return departments.map(({ first, units }, n) => {
    const own = units.slice(0, year === 0 ? first : units.length);
    const codes = Array.from({ length: programs[n] }, () => programCode(program++));
    const made = new Map();
    for (let tries = 0; made.size < lines[n] && tries < lines[n] * 20; tries += 1) {
      const place = made.size < codes.length ? made.size : random.below(codes.length);
      const line = lineOf(own[place % own.length], codes[place], random);
      made.set(JSON.stringify(line), line);
    }
    return [...made.values()];
  });
}

function lineOf(unit, functional, random) {
  const category = random.one(['personnel', 'operating', 'operating', 'project', 'project', 'project']);
  const isThreePublic = category === 'operating' && random.next() < 0.1;
  return {
    unit,
    source: random.next() < 0.93 ? 'general-public-budget' : random.one(OTHER_SOURCES),
    function: functional,
    economic: isThreePublic ? random.one(THREE_PUBLIC) : random.one(ECONOMIC[category]),
    category,
    ...(category === 'project' ? { project: `样例项目${functional}-${random.below(3)}` } : {}),
    ...(category !== 'personnel' && random.next() < 0.1
      ? { procurement: random.one(['goods', 'works', 'services']) }
      : {}),
  };
}

/** Whether a transfer may raise it. */
export const mayRise = ({ economic }) => !THREE_PUBLIC.includes(economic);

/** From a thousand yuan to eighty thousand million, most of them in the millions. */
export const amountOf = (random) => (10 ** (3 + random.next() ** 1.6 * 7.9)).toFixed(2);

/** The rows of a chart of accounts that names the programs. */
export function chartRows(programs) {
  const codes = Array.from({ length: programs }, (_, n) => programCode(n));
  const all = [3, 5, 7].flatMap((digits) => [...new Set(codes.map((code) => code.slice(0, digits)))]);
  return all.map((code) => `function,2023,${code},样例科目${code}`);
}
