import {
  amountsInYuan,
  dimensionsOf,
  effectsOf,
  emptyLine,
  type LedgerEvent,
  type Line,
  type LineDimensions,
  lineKeyOf,
  positionOf,
  type RecordedRefusal,
  type State,
  unitYearOf,
} from '#domain';
import type { Rehearsed } from '#log';

import { MOST_TOLD } from './shortened';
import { refusalIn } from './verdict';

/** A line that the command would touch, in yuan. */
interface TouchedLine extends LineDimensions {
  fiscalYear: number;
  before: ReturnType<typeof amountsInYuan>;
  after: ReturnType<typeof amountsInYuan>;
}

/** 试算: what a command would become, decided at a position of its stream that the answer names. */
export interface TrialOutcome {
  kind: 'trial';
  stream: string;
  /** The newest event that the decision knew of, those of the same trial among them. */
  revision: number;
  /** Hash of the stream's newest record in the log that the decision knew of. */
  hash: string;
  /** The newest record of the partition that the decision knew of, as `partition:offset`; absent where there is none. */
  position?: string;
  event: LedgerEvent;
  refusal?: RecordedRefusal;
  lines: TouchedLine[];
  /** How many more lines would be touched. */
  linesLeftOut?: number;
  /** The most items of any list that are told. */
  most: number;
}

/** What a trial of many commands tells is bounded as a whole. Each takes of the room what it tells, and tells a little in any case. */
export interface Room {
  left: number;
  /** Of any one command. */
  most: number;
}
const LEAST_TOLD = 5;

export function roomForTrials(): Room {
  return { left: 5 * MOST_TOLD, most: MOST_TOLD };
}

export function trialOutcome(
  stream: string,
  { event, before, after, revision, head, position }: Rehearsed<State, LedgerEvent>,
  room: Room,
): TrialOutcome {
  const touched = linesTouchedBy(event);
  const refusal = refusalIn(event);
  const most = Math.max(LEAST_TOLD, Math.min(room.most, room.left));
  room.left -= Math.min(most, Math.max(touched.length, refusal?.figures.length ?? 0));
  const told = touched.slice(0, most);
  return {
    kind: 'trial',
    stream,
    revision,
    hash: head.hash,
    ...(position === undefined ? {} : { position: positionOf(position) }),
    event,
    ...(refusal === undefined ? {} : { refusal }),
    most,
    lines: told.map(({ line, fiscalYear }) => ({
      ...dimensionsOf(line),
      fiscalYear,
      before: amountsInYuan(lineIn(before, fiscalYear, line)),
      after: amountsInYuan(lineIn(after, fiscalYear, line)),
    })),
    ...(told.length < touched.length ? { linesLeftOut: touched.length - told.length } : {}),
  };
}

/** Each touched line once, in the order in which the event touches them. */
function linesTouchedBy(event: LedgerEvent): { line: LineDimensions; fiscalYear: number }[] {
  const touched = effectsOf(event).map(({ line, fiscalYear }) => ({ line, fiscalYear }));
  return [...new Map(touched.map((each) => [`${each.fiscalYear}|${lineKeyOf(each.line)}`, each])).values()];
}

function lineIn(state: State, fiscalYear: number, line: LineDimensions): Line {
  return unitYearOf(state, fiscalYear, line.unit).lines.get(lineKeyOf(line)) ?? emptyLine(line, fiscalYear);
}
