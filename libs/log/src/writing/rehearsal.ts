import { Turns } from '#basics';
import { inSteps, makingRecord, type Tip, type WritingContext } from './make-record';
import type { Decider, Outcome, Submission, Verdict } from '../ports';
import type { Head } from '../rule/rule';

/** What a command would have become, decided at a position of its stream that stands in the log. */
export interface Rehearsed<State, Event> {
  kind: 'rehearsed';
  event: Event;
  before: State;
  after: State;
  /** The revision that the decision stands on, those of the same rehearsal counted. */
  revision: number;
  /** The stream's head in the log, below all that was only rehearsed. */
  head: Head;
  /** The newest record of the partition that was read; absent where there is none. */
  position?: { partition: number; offset: number };
}

/** Where a rehearsal begins. */
export interface RehearsalStart<State, Told extends Verdict> {
  tip: Tip<State>;
  position?: { partition: number; offset: number };
  /** What an id that is known already, or a stream that has stopped, is answered without a decision. */
  answered: (submission: Submission<unknown>) => Outcome<Told> | undefined;
}

/**
 * Commands of one stream, decided one after another as they would be if they counted: each against what those before it would leave.
 * Nothing is written, and whoever asks again begins at the log again.
 */
export class Rehearsal<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict> {
  private tip: Tip<State>;
  private readonly answers = new Map<
    string,
    { commandHash: string; answer: Rehearsed<State, Event> | Outcome<Told> }
  >();

  constructor(
    private readonly start: RehearsalStart<State, Told>,
    private readonly decider: Decider<State, Command, Event, Told>,
    private readonly writing: WritingContext,
    private readonly nextTurn: () => Promise<void>,
  ) {
    this.tip = start.tip;
  }

  /** One after another: the next is asked for when this one is decided. */
  async decide(submission: Submission<Command>): Promise<Rehearsed<State, Event> | Outcome<Told>> {
    const { commandId, commandHash } = submission;
    const before = this.answers.get(commandId);
    if (before !== undefined) return before.commandHash === commandHash ? before.answer : { kind: 'id-reused' };
    const answer = await this.decideAnew(submission);
    // Whatever got no record, such as a wrong revision, leaves its id free.
    if (answer.kind === 'rehearsed') this.answers.set(commandId, { commandHash, answer });
    return answer;
  }

  private async decideAnew(submission: Submission<Command>): Promise<Rehearsed<State, Event> | Outcome<Told>> {
    const answered = this.start.answered(submission);
    if (answered !== undefined) return answered;
    const { state: before, head } = this.tip;
    const expected = submission.expectedRevision;
    if (expected !== undefined && expected !== head.revision) {
      return { kind: 'wrong-revision', expected, actual: head.revision };
    }
    const steps = makingRecord(this.decider, this.writing, this.tip, submission);
    const made = await inSteps(steps, (event) => this.decider.isLarge(event), this.nextTurn);
    if (made.kind !== 'made') return made;
    this.tip = made.after;
    const { position } = this.start;
    return {
      kind: 'rehearsed',
      event: made.event,
      before,
      after: made.after.state,
      revision: head.revision,
      head: this.start.tip.head,
      ...(position === undefined ? {} : { position }),
    };
  }
}

/** Decides commands of several streams in the order in which they are asked. All of them begin at one moment, although deciding takes turns. */
export async function rehearseAll<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
  asked: readonly { stream: string; submission: Submission<Command> }[],
  rehearsalOf: (stream: string) => Rehearsal<State, Command, Event, Told>,
): Promise<(Rehearsed<State, Event> | Outcome<Told>)[]> {
  const rehearsals = new Map<string, Rehearsal<State, Command, Event, Told>>();
  for (const { stream } of asked) if (!rehearsals.has(stream)) rehearsals.set(stream, rehearsalOf(stream));
  const outcomes: (Rehearsed<State, Event> | Outcome<Told>)[] = [];
  const turns = new Turns();
  for (const { stream, submission } of asked) {
    outcomes.push(await (rehearsals.get(stream) as Rehearsal<State, Command, Event, Told>).decide(submission));
    await turns.next();
  }
  return outcomes;
}
