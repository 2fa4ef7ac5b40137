import type { Attempt } from './attempt';
import type { Outcome, Submission, Verdict } from '../ports';

/** A stream goes one at a time until it has seen this many of its own records accepted without a foreign one. */
const CALM_AFTER = 16;

/** A command on its way to its outcome, and everybody who waits for it. */
export interface Task<State, Command, Told extends Verdict = Verdict> {
  submission: Submission<Command>;
  /** How many ids its stream knew when this one was found to be none of them; while there are no more, it still is none. */
  newAmong: number;
  /** Races that it has lost. */
  tries: number;
  attempt: Attempt<State, Told> | undefined;
  /** Set once the reader has passed the end of the log that stood when an unmet expected revision was seen. */
  caughtUp: boolean | undefined;
  settle: ((outcome: Outcome<Told>) => void)[];
  fail: ((error: unknown) => void)[];
}

export function newTask<State, Command, Told extends Verdict>(
  submission: Submission<Command>,
  newAmong: number,
  settle: (outcome: Outcome<Told>) => void,
  fail: (error: unknown) => void,
): Task<State, Command, Told> {
  return { submission, newAmong, tries: 0, attempt: undefined, caughtUp: undefined, settle: [settle], fail: [fail] };
}

/** A repeat waits with the one that is under way, and is told that it was not the first. */
export function join<State, Command, Told extends Verdict>(
  task: Task<State, Command, Told>,
  { commandHash }: Submission<Command>,
): Promise<Outcome<Told>> {
  if (task.submission.commandHash !== commandHash) return Promise.resolve({ kind: 'id-reused' });
  return new Promise((resolve, reject) => {
    task.settle.push(resolve);
    task.fail.push(reject);
  });
}

/** Answers everybody who waits for the command. */
export function settle<State, Command, Told extends Verdict>(
  task: Task<State, Command, Told>,
  outcome: Outcome<Told>,
): void {
  task.settle.forEach((tell, index) => {
    tell(outcome.kind === 'recorded' && index > 0 ? { ...outcome, first: false } : outcome);
  });
}

/** The commands of one stream that are open: first they wait for a decision, then they are in flight until they are read back. */
export class StreamQueue<State, Command, Told extends Verdict = Verdict> {
  /** The record of a large decision is being made, in several turns; its task stays the first of those that wait meanwhile. */
  isMaking = false;
  /** A winner lets the losers of a race go first. */
  isYielding = false;
  private waiting: Task<State, Command, Told>[] = [];
  /** Decided and not read back yet, in order of their revisions. */
  private flight: Task<State, Command, Told>[] = [];
  /** Both of them by id, so that a repeat joins what is under way. */
  private readonly open = new Map<string, Task<State, Command, Told>>();
  /** Above zero while others write the stream too. */
  private contended = 0;

  /** The next one to be decided. */
  get first(): Task<State, Command, Told> | undefined {
    return this.waiting[0];
  }

  /** The one that should be read back next. */
  get oldestInFlight(): Task<State, Command, Told> | undefined {
    return this.flight[0];
  }

  /** What the next decision stands on, where it was not read back yet. */
  get newestAttempt(): Attempt<State, Told> | undefined {
    return this.flight.at(-1)?.attempt;
  }

  /** Whether one more may be decided while no more than so many are in flight. */
  hasRoom(pipelined: number): boolean {
    if (this.isMaking) return false;
    if (this.contended > 0) return this.flight.length === 0 && !this.isYielding;
    return this.flight.length < pipelined;
  }

  withId(commandId: string): Task<State, Command, Told> | undefined {
    return this.open.get(commandId);
  }

  add(task: Task<State, Command, Told>): void {
    this.open.set(task.submission.commandId, task);
    this.waiting.push(task);
  }

  /** The first one was decided, and waits for a decision no longer. */
  shift(): void {
    this.waiting.shift();
  }

  /** One that waits will not be decided. */
  leave(task: Task<State, Command, Told>): void {
    this.waiting = this.waiting.filter((waiting) => waiting !== task);
  }

  /** A decision is on its way into the log. */
  depart(task: Task<State, Command, Told>, attempt: Attempt<State, Told>): void {
    task.attempt = attempt;
    this.flight.push(task);
  }

  /** The oldest one in flight was read back. */
  land(): void {
    this.flight.shift();
  }

  /** It has its outcome; false where it had one before. */
  close(task: Task<State, Command, Told>): boolean {
    return this.open.delete(task.submission.commandId);
  }

  /** Others write this stream too, who must get a chance. */
  contend(): void {
    this.contended = CALM_AFTER;
  }

  /** One more own record was accepted: answers whether others are to have the next turn. */
  calm(): boolean {
    if (this.contended === 0) return false;
    this.contended -= 1;
    if (this.waiting.length === 0) return false;
    this.isYielding = true;
    return true;
  }

  /** Somebody else extended the head: all in flight are void for ever, and are decided again, in order. Answers what was lost. */
  loseRace(): Attempt<State, Told>[] {
    if (this.flight.length === 0) return [];
    const lost = this.flight.flatMap(({ attempt }) => attempt ?? []);
    for (const task of this.flight) {
      task.attempt = undefined;
      task.tries += 1;
    }
    this.waiting = [...this.flight, ...this.waiting];
    this.flight = [];
    this.contend();
    return lost;
  }

  /** All in flight, which are in flight no longer: nobody will read them back. */
  takeFlight(): Task<State, Command, Told>[] {
    return this.flight.splice(0);
  }

  /** All that are open, in order; none of them stays. */
  takeAll(): Task<State, Command, Told>[] {
    return [...this.flight.splice(0), ...this.waiting.splice(0)];
  }
}
