// What happens in a year: change requests inside a department and between two of them, carry-over and freezes, each on a day of the year.
import { amountOf, mayRise } from './places.mjs';

/** Days of a year on which requests are decided, with the part of them that each has. */
function calendarOf({ days, late, busiest }, year, y, random) {
  const first = Date.UTC(year, 0, 20);
  const lateDays = Math.max(1, Math.round(days[y] * 0.08));
  const before = days[y] - lateDays;
  const early = Array.from({ length: before }, (_, n) => first + Math.floor((n * 328) / before) * 86_400_000);
  const end = Array.from({ length: lateDays }, (_, n) => Date.UTC(year, 11, 16 + Math.floor((n * 15) / lateDays)));
  const dateOf = (time) => new Date(time).toISOString().slice(0, 10);
  return () => {
    const chance = random.next();
    if (chance < busiest) return dateOf(end[0]);
    return dateOf(random.one(chance < late ? end : early));
  };
}

/** One to ninety-nine lines, half of them at most two, five in the mean. */
function sizeOf(random) {
  const chance = random.next();
  if (chance < 0.35) return 1;
  if (chance < 0.6) return 2;
  if (chance < 0.985) return 3 + random.below(8);
  return 11 + random.below(89);
}

/** Departments are chosen as often as they have lines. */
function chooser(departments, random) {
  const all = departments.flatMap(({ lines }, n) => lines.map(() => n));
  return () => random.one(all);
}

/** Small beside any line, so that however often it is done there is enough. */
const change = (random) => `${1 + random.below(9)}.${String(random.below(100)).padStart(2, '0')}`;
const some = (lines, count, random) => Array.from({ length: count }, () => random.one(lines));
/** What may stand on both sides of a transfer. */
const movable = (lines) =>
  lines.filter(
    (line) =>
      mayRise(line) && line.category === 'project' && line.source === 'general-public-budget' && !line.procurement,
  );

/** The requests of a year, so many times as many as the shape has. */
export function requestsOf(shape, { departments, year, y, times }, random) {
  const part = (all) => Math.round(all * times * (y === 1 ? shape.inSecondYear : 1 - shape.inSecondYear));
  const dayOf = calendarOf(shape, year, y, random);
  const choose = chooser(departments, random);
  const inside = Array.from({ length: part(shape.requests.inside) }, () => insideOf(departments[choose()], random));
  const across = Array.from({ length: part(shape.requests.across) }, () => {
    const from = choose();
    const others = departments.length - 1;
    return acrossOf(departments[from], departments[(from + 1 + random.below(others)) % departments.length], random);
  });
  return [...inside, ...across].flat().map((request) => ({ ...request, fiscalYear: year, effectiveDate: dayOf() }));
}

function insideOf({ code, lines }, random) {
  const size = sizeOf(random);
  const given = (line) => ({ ...line, amountYuan: change(random) });
  const kind = random.one(['supplement', 'cut', 'transfer']);
  const adjust = { type: 'AdjustBudget', department: code };
  if (kind !== 'transfer') return [{ ...adjust, kind, lines: some(lines, size, random).map(given) }];
  const pool = movable(lines);
  if (pool.length < 2) return [];
  return [{ ...adjust, kind, ...sidesOf(pool, pool, size, random) }];
}

/** Both sides have half of the lines, and a transfer between departments is one of its sender. */
function acrossOf(from, to, random) {
  const pools = [movable(from.lines), movable(to.lines)];
  if (pools.some((pool) => pool.length === 0)) return [];
  return [
    {
      type: 'TransferToDepartment',
      department: from.code,
      toDepartment: to.code,
      ...sidesOf(...pools, sizeOf(random), random),
    },
  ];
}

function sidesOf(giving, getting, size, random) {
  const half = Math.max(1, Math.round(size / 2));
  const amounts = Array.from({ length: half }, () => change(random));
  const side = (lines) => some(lines, half, random).map((line, n) => ({ ...line, amountYuan: amounts[n] }));
  return { from: side(giving), to: side(getting) };
}

/** Money of the year before comes over from March to December, a few lines at a time. */
export function carryOversOf({ carriedOver }, { departments, year }, random) {
  const total = departments.reduce((sum, { lines }) => sum + lines.length, 0);
  return departments.flatMap(({ code, lines }) => {
    const wanted = Math.round((carriedOver * lines.length) / total);
    const chosen = [...lines].sort(() => random.next() - 0.5).slice(0, wanted);
    const requests = [];
    for (let n = 0; n < chosen.length; n += 5) {
      const month = 3 + random.below(10);
      requests.push({
        type: 'CarryOverBalance',
        kind: 'carry-forward',
        opening: true,
        department: code,
        fiscalYear: year,
        effectiveDate: `${year}-${String(month).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`,
        lines: chosen.slice(n, n + 5).map((line) => ({ ...line, originYear: year - 1, amountYuan: amountOf(random) })),
      });
    }
    return requests;
  });
}

export function freezesOf({ freezes }, { departments, year }, random) {
  const choose = chooser(departments, random);
  return Array.from({ length: freezes }, () => {
    const { code, lines } = departments[choose()];
    const held = { ...random.one(lines), amountYuan: change(random) };
    return { type: 'FreezeFunds', department: code, fiscalYear: year, effectiveDate: `${year}-06-30`, lines: [held] };
  });
}
