import { isPool, type Line } from '#domain';

import { isPosted, type ReportInput, type UnitBudget } from './report-input';

/**
 * Two years, or two versions of one, divided by who stands on both sides: only their change is one. Of a unit that is new nothing is
 * known of before, and of one that has ended nothing of now: neither is zero, so each is told by itself.
 */
export interface LikeForLike {
  /** Whether there is anybody whom both sides know. */
  hasBoth: boolean;
  /** The lines of those whom both sides know. */
  current: readonly Line[];
  prior: readonly Line[];
  newUnits: readonly UnitBudget[];
  endedUnits: readonly UnitBudget[];
  /** The codes of those whom both sides know, departments' pools among them; nothing where all of both sides are known to both. */
  comparedUnits: readonly string[] | undefined;
}

export function likeForLike(current: ReportInput, prior: ReportInput): LikeForLike {
  const [now, before] = [current.units.filter(isPosted), prior.units.filter(isPosted)];
  const compared = comparedUnits(now, before);
  const isCompared = ({ unit }: UnitBudget): boolean => compared.has(unit.code);
  const linesOf = (budgets: readonly UnitBudget[]): Line[] => budgets.filter(isCompared).flatMap(({ lines }) => lines);
  const newUnits = now.filter((budget) => !isCompared(budget));
  const endedUnits = before.filter((budget) => !isCompared(budget));
  return {
    hasBoth: [...now, ...before].some(isCompared),
    current: linesOf(now),
    prior: linesOf(before),
    newUnits,
    endedUnits,
    comparedUnits: newUnits.length + endedUnits.length === 0 ? undefined : [...compared],
  };
}

function comparedUnits(now: readonly UnitBudget[], before: readonly UnitBudget[]): Set<string> {
  const [ofNow, ofBefore] = [byDepartment(now), byDepartment(before)];
  const compared = new Set<string>();
  for (const [department, codes] of ofNow) {
    const codesBefore = ofBefore.get(department);
    if (codesBefore === undefined) continue;
    // What a department has in its pool on one side has been its own on the other, so a pool that is missing holds nothing.
    compared.add(department);
    for (const code of inBoth(codes, codesBefore)) compared.add(code);
  }
  return compared;
}

/** While a department has not handed anything down, its pool is the money of all its units: then it is compared as a whole. */
function inBoth(codes: readonly string[], codesBefore: readonly string[]): readonly string[] {
  if (codes.every(isPool) || codesBefore.every(isPool)) return [...codes, ...codesBefore];
  return codes.filter((code) => codesBefore.includes(code));
}

function byDepartment(budgets: readonly UnitBudget[]): Map<string, string[]> {
  const departments = new Map<string, string[]>();
  for (const { unit } of budgets) {
    departments.set(unit.department, [...(departments.get(unit.department) ?? []), unit.code]);
  }
  return departments;
}
