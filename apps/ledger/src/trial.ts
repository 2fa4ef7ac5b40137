import {
  amountsInYuan,
  dimensionsOf,
  effectsOf,
  emptyLine,
  type LedgerEvent,
  type Line,
  type LineDimensions,
  lineKeyOf,
  type RecordedRefusal,
  type State,
  unitYearOf,
} from '#domain';
import type { Rehearsed } from '#log';

/** A line that the command would touch, in yuan. */
export interface TouchedLine extends LineDimensions {
  fiscalYear: number;
  before: ReturnType<typeof amountsInYuan>;
  after: ReturnType<typeof amountsInYuan>;
}

/** 试算: what a command would become, decided at a place of its stream that the answer names. */
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
}

export function trialOutcome(
  stream: string,
  { event, before, after, revision, head, place }: Rehearsed<State, LedgerEvent>,
): TrialOutcome {
  return {
    kind: 'trial',
    stream,
    revision,
    hash: head.hash,
    ...(place === undefined ? {} : { position: `${place.partition}:${place.offset}` }),
    event,
    ...(event.type === 'command.refused.v1' ? { refusal: event.data.refusal } : {}),
    lines: touchedLines(event, before, after),
  };
}

/** Each touched line once, in the order in which the event touches them. */
function touchedLines(event: LedgerEvent, before: State, after: State): TouchedLine[] {
  const touched = new Map(
    effectsOf(event).map(({ line, fiscalYear }) => [`${fiscalYear}|${lineKeyOf(line)}`, { line, fiscalYear }]),
  );
  return [...touched.values()].map(({ line, fiscalYear }) => ({
    ...dimensionsOf(line),
    fiscalYear,
    before: amountsInYuan(lineIn(before, fiscalYear, line)),
    after: amountsInYuan(lineIn(after, fiscalYear, line)),
  }));
}

function lineIn(state: State, fiscalYear: number, line: LineDimensions): Line {
  return unitYearOf(state, fiscalYear, line.unit).lines.get(lineKeyOf(line)) ?? emptyLine(line, fiscalYear);
}
