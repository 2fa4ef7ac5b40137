import type { Steps } from '#basics';
import { fenOf, sumFen, yuanOf } from '#domain';

import type { CommandFate } from './run-import';

/** A line that a file touches: as it is, and as it would be behind the whole file. */
export interface MovedLine {
  division: string;
  department: string;
  unit: string;
  fiscalYear: number;
  source: string;
  function: string;
  economic: string;
  category: string;
  project?: string;
  originYear?: number;
  before: Held;
  after: Held;
}

/** What a line holds: its budget, and what of it is available. */
interface Held {
  currentYuan: string;
  availableYuan: string;
}

/** The lines of one unit and year that a file touches, added up. */
export interface MovedUnit {
  division: string;
  department: string;
  unit: string;
  fiscalYear: number;
  lines: number;
  before: Held;
  after: Held;
}

type TriedLine = Omit<MovedLine, 'division' | 'department'> & Record<string, unknown>;

const DIMENSIONS = ['unit', 'source', 'function', 'economic', 'category', 'project', 'originYear'] as const;

/** Each line once, in the order in which the file touches them: before its first command and behind its last one. */
export function* movedLines(fates: readonly CommandFate[]): Steps<MovedLine[]> {
  const moved = new Map<string, MovedLine>();
  for (const { command, answer } of fates) {
    const { body } = answer;
    if (body['dryRun'] !== true || body['outcome'] !== 'accepted') continue;
    const { division, department } = command.input as unknown as { division: string; department: string };
    for (const line of body['lines'] as TriedLine[]) {
      const key = JSON.stringify([
        division,
        line.fiscalYear,
        ...DIMENSIONS.map((name) => line[name]),
        line['procurement'],
      ]);
      const before = moved.get(key);
      if (before === undefined) moved.set(key, movedLine({ division, department }, line));
      else before.after = heldIn(line.after);
      yield;
    }
  }
  return [...moved.values()];
}

function movedLine(place: { division: string; department: string }, line: TriedLine): MovedLine {
  const dimensions = Object.fromEntries(
    DIMENSIONS.filter((name) => line[name] !== undefined).map((name) => [name, line[name]]),
  ) as Pick<MovedLine, (typeof DIMENSIONS)[number]>;
  const { fiscalYear, before, after } = line;
  return { ...place, ...dimensions, fiscalYear, before: heldIn(before), after: heldIn(after) };
}

function heldIn({ currentYuan, availableYuan }: Held): Held {
  return { currentYuan, availableYuan };
}

/** The same by unit and year. */
export function* movedUnits(lines: readonly MovedLine[]): Steps<MovedUnit[]> {
  const groups = new Map<string, MovedLine[]>();
  for (const line of lines) {
    const key = `${line.division}/${line.unit}/${line.fiscalYear}`;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [line]);
    else members.push(line);
  }
  const units: MovedUnit[] = [];
  for (const members of groups.values()) {
    units.push(movedUnit(members));
    yield;
  }
  return units;
}

function movedUnit(members: readonly MovedLine[]): MovedUnit {
  const { division, department, unit, fiscalYear } = members[0] as MovedLine;
  const sumOf = (side: 'before' | 'after'): Held => ({
    currentYuan: yuanOf(sumFen(members.map((line) => fenOf(line[side].currentYuan)))),
    availableYuan: yuanOf(sumFen(members.map((line) => fenOf(line[side].availableYuan)))),
  });
  const place = { division, department, unit, fiscalYear };
  return { ...place, lines: members.length, before: sumOf('before'), after: sumOf('after') };
}
