import type { Defect, Finding } from './audit';
import type { Told } from './load';

const DEFECTS: readonly Defect[] = ['lost', 'twice', 'altered', 'orphans', 'holes'];

/** A fault that hit something, and what it hit. */
export interface Blow {
  fault: string;
  from: number;
  /** What was under way when it hit, in numbers: requests without an answer, or an open transaction. */
  hit: number;
  /** From the fault to the moment at which everything went on. */
  recoveredAfterMs: number;
}

/** One line of the table. */
export interface Row extends Record<Defect, number> {
  fault: string;
  times: number;
  hit: number;
  slowestRecoveryMs: number;
  answered: number;
}

/** The table's lines for one log: a line for each kind of fault, and one for the time in which nothing was wrong. */
export function rowsOf(
  kinds: readonly string[],
  blows: readonly Blow[],
  told: readonly Told[],
  findings: readonly Finding[],
): Row[] {
  return kinds.map((fault) => {
    const own = blows.filter((blow) => blow.fault === fault);
    const count = (defect: Defect) => findings.filter((each) => each.fault === fault && each.defect === defect).length;
    const [lost = 0, twice = 0, altered = 0, orphans = 0, holes = 0] = DEFECTS.map(count);
    return {
      fault,
      times: own.length,
      hit: own.reduce((sum, { hit }) => sum + hit, 0),
      slowestRecoveryMs: Math.max(0, ...own.map(({ recoveredAfterMs }) => recoveredAfterMs)),
      answered: told.filter((each) => each.fault === fault).length,
      ...{ lost, twice, altered, orphans, holes },
    };
  });
}

export function tableOf(rows: readonly Row[]): string {
  const head = ['fault', 'times', 'hit under way', 'slowest recovery', 'commands answered', ...DEFECTS];
  const sum = (field: Exclude<keyof Row, 'fault'>) => rows.reduce((total, row) => total + row[field], 0);
  const lines = rows.map((row) => [
    row.fault,
    row.times,
    row.hit,
    row.times === 0 ? '' : `${(row.slowestRecoveryMs / 1_000).toFixed(1)} s`,
    row.answered,
    ...DEFECTS.map((defect) => row[defect]),
  ]);
  const total = ['all', sum('times'), sum('hit'), '', sum('answered'), ...DEFECTS.map((defect) => sum(defect))];
  const cells = [head, head.map(() => '---'), ...lines, total].map((line) => line.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map(
      (line) => `| ${line.map((cell, n) => cell.padEnd(widths[n] ?? 0, cell === '---' ? '-' : ' ')).join(' | ')} |\n`,
    )
    .join('');
}
