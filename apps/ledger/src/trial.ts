import {
  amountsInYuan,
  type Command,
  type Context,
  decide,
  dimensionsOf,
  effectsOf,
  emptyLine,
  evolve,
  type LedgerEvent,
  type Line,
  type LineDimensions,
  lineKeyOf,
  type Refusal,
  revisionOf,
  type State,
  streamOf,
  type TransitCommand,
  unitYearOf,
} from '#domain';
import type { LedgerWriter, Outcome, Submission } from '#log';

/** What a stream decides on: a client's wish, or the ledger's own for a transfer between departments. */
export type AnyCommand = Command | TransitCommand;

/** A line that the command would touch, in yuan. */
export interface TouchedLine extends LineDimensions {
  fiscalYear: number;
  before: ReturnType<typeof amountsInYuan>;
  after: ReturnType<typeof amountsInYuan>;
}

/** What a command would become, decided at a place of its stream that the answer names. */
export interface TrialOutcome {
  kind: 'trial';
  stream: string;
  /** The newest event that the decision knew of, those of the same trial among them. */
  revision: number;
  /** Hash of the newest record that the decision knew of; it stands in the log already. */
  hash: string;
  /** The newest record of the partition that the decision knew of, as `partition:offset`. */
  position: string;
  event: LedgerEvent;
  refusal?: Refusal;
  lines: TouchedLine[];
}

/** 试算: the same decisions as the ledger would make, one after another, against states that are thrown away. */
export class Trial {
  private readonly states = new Map<string, State>();

  constructor(
    private readonly writer: LedgerWriter<State, AnyCommand, LedgerEvent>,
    private readonly context: Context,
  ) {}

  /** What a repeat or a wrong revision is answered goes before the decision, as it does when it counts. */
  decide(command: Command, submission: Submission<AnyCommand>): TrialOutcome | Outcome {
    const stream = streamOf(command);
    const known = this.writer.answerAgain(stream, submission);
    if (known !== undefined) return known;
    const before = this.states.get(stream) ?? this.writer.stateOf(stream);
    const expected = submission.expectedRevision;
    const actual = revisionOf(before);
    if (expected !== undefined && expected !== actual) return { kind: 'wrong-revision', expected, actual };
    const event = decide(before, command, this.context);
    const after = evolve(before, event);
    this.states.set(stream, after);
    const { partition, nextOffset } = this.writer.placeOf(stream);
    return {
      kind: 'trial',
      stream,
      revision: actual,
      hash: this.writer.headOf(stream).hash,
      position: `${partition}:${nextOffset - 1}`,
      event,
      ...(event.type === 'command.refused.v1' ? { refusal: event.data.refusal } : {}),
      lines: touchedLines(event, before, after),
    };
  }
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
