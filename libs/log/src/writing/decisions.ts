import { reasonOf } from '#basics';
import type { Attempt } from './attempt';
import type { AwaitedEnds } from './awaited-ends';
import type { WriterLimits } from './limits';
import { inSteps, makingRecord, type Result, type Tip, type WritingContext } from './make-record';
import type { Outbox } from './outbox';
import type { PartitionState } from './partition-state';
import type { Decider, LogPort, Outcome, Submission, Verdict } from '../ports';
import { Rehearsal } from './rehearsal';
import { LogUnreachable } from '../rule/errors';
import type { Stream } from './stream';
import { join, newTask, settle, type Task } from './stream-queue';
import { toldOf } from './understand';

/** In a contended stream a winner lets the losers go first for about this long. */
const COURTESY_MS = 6;

/**
 * Decides the commands of one partition, those of each stream in order, against the state that the ones before them will leave, and puts
 * the records that they become into the outbox.
 */
export class Decisions<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict = Verdict> {
  /** Commands that wait or are under way. */
  open = 0;
  lostRaces = 0;

  constructor(
    private readonly state: PartitionState<State, Command, Told>,
    private readonly decider: Decider<State, Command, Event, Told>,
    private readonly port: Pick<LogPort, 'endOffset' | 'clock' | 'delay' | 'nextTurn' | 'random'>,
    private readonly limits: Omit<WriterLimits, 'batchBytes'>,
    private readonly ends: AwaitedEnds,
    private readonly outbox: Outbox<Attempt<State, Told>>,
  ) {}

  /** Settles when the command's fate is known. */
  submit(name: string, submission: Submission<Command>): Promise<Outcome<Told>> {
    const { damage } = this.state;
    if (damage !== undefined) return Promise.resolve({ kind: 'stopped', reason: damage });
    const stream = this.state.named(name);
    const known = stream.answerTo(submission);
    if (known !== undefined) return Promise.resolve(known);
    const open = stream.queue.withId(submission.commandId);
    if (open !== undefined) return join(open, submission);
    if (this.open >= this.limits.queued) return Promise.resolve({ kind: 'overloaded', queued: this.open });
    return new Promise((resolve, reject) => {
      this.open += 1;
      stream.queue.add(newTask(submission, stream.known.size, resolve, reject));
      this.advance(stream);
    });
  }

  /** Decides commands of a stream without writing anything, from what was read so far. */
  rehearsal(name: string): Rehearsal<State, Command, Event, Told> {
    const { partition } = this.state.identity;
    const { nextOffset } = this.state;
    const stream = this.state.peek(name);
    const start = {
      tip: this.state.tipOf(stream),
      ...(nextOffset === 0 ? {} : { position: { partition, offset: nextOffset - 1 } }),
      answered: (submission: Submission<unknown>): Outcome<Told> | undefined => {
        const reason = this.state.damage ?? stream.stopped;
        return reason === undefined ? stream.answerTo(submission) : { kind: 'stopped', reason };
      },
    };
    return new Rehearsal(start, this.decider, this.writingContext(name), () => this.port.nextTurn());
  }

  /** Decides what may be decided now, and sends it. */
  advance(stream: Stream<State, Command, Told>): void {
    const { queue } = stream;
    for (let task = queue.first; task !== undefined; task = queue.first) {
      if (stream.stopped === undefined && !queue.hasRoom(this.limits.pipelined)) break;
      const outcome = this.outcomeWithoutRecord(stream, task);
      if (outcome === 'wait') break;
      if (outcome === undefined) this.attempt(stream, task);
      else {
        queue.shift();
        this.finish(stream, task, outcome);
      }
    }
    this.outbox.sendSoon();
  }

  /** An own record of the stream was accepted. Where others write it too, they have the next turn. */
  calm(stream: Stream<State, Command, Told>): void {
    if (!stream.queue.calm()) return;
    void this.port.delay(COURTESY_MS * (0.5 + this.port.random())).then(() => {
      stream.queue.isYielding = false;
      this.advance(stream);
    });
  }

  /** Somebody else extended the stream: what was decided behind it is decided again. Answers what will never count. */
  loseRace(stream: Stream<State, Command, Told>): Attempt<State, Told>[] {
    const lost = stream.queue.loseRace();
    this.lostRaces += lost.length;
    return lost;
  }

  finish(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>, outcome: Outcome<Told>): void {
    this.close(stream, task);
    settle(task, outcome);
  }

  private fail(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>, error: unknown): void {
    this.close(stream, task);
    for (const fail of task.fail) fail(error);
  }

  private close(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>): void {
    if (stream.queue.close(task)) this.open -= 1;
  }

  private outcomeWithoutRecord(
    stream: Stream<State, Command, Told>,
    task: Task<State, Command, Told>,
  ): Outcome<Told> | 'wait' | undefined {
    if (stream.stopped !== undefined) return { kind: 'stopped', reason: stream.stopped };
    const isNew = task.newAmong === stream.known.size;
    const known = isNew ? undefined : stream.answerTo(task.submission);
    if (known !== undefined) return known;
    if (task.tries >= this.limits.tries) return { kind: 'contended', tries: task.tries };
    const expected = task.submission.expectedRevision;
    if (expected === undefined) return undefined;
    // A decision on an expected revision is made against the log alone, never against what may still become void.
    if (stream.queue.oldestInFlight !== undefined) return 'wait';
    const actual = this.state.fold.head(stream.name).revision;
    if (expected === actual) return undefined;
    if (expected < actual || task.caughtUp === true) return { kind: 'wrong-revision', expected, actual };
    void this.catchUp(stream, task);
    return 'wait';
  }

  /** The sender knows a revision that was not read yet: read to the log's end before saying that it is wrong. */
  private async catchUp(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>): Promise<void> {
    if (task.caughtUp !== undefined) return;
    task.caughtUp = false;
    try {
      const end = await this.port.endOffset(this.state.identity.partition);
      this.ends.whenPassed(end, () => {
        task.caughtUp = true;
        this.advance(stream);
      });
    } catch (error) {
      stream.queue.leave(task);
      this.fail(stream, task, new LogUnreachable(`the end of the log is not known: ${reasonOf(error)}`));
      this.advance(stream);
    }
  }

  /** Makes the record that the first command of the queue becomes if nobody else is faster. */
  private attempt(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>): void {
    const tip = this.state.newestTipOf(stream);
    const steps = makingRecord(this.decider, this.writingContext(stream.name), tip, task.submission);
    const isLarge = (event: Event): boolean => this.decider.isLarge(event);
    let made: Result<State, Event> | Promise<Result<State, Event>>;
    try {
      made = inSteps(steps, isLarge, () => this.port.nextTurn());
    } catch (error) {
      this.failMaking(stream, task, error);
      return;
    }
    if (made instanceof Promise) void this.attemptLater(stream, task, tip, made);
    else this.takeMade(stream, task, made);
  }

  /** The others of the stream wait, so that all of them keep their order; whatever changed the tip meanwhile has this one decided again. */
  private async attemptLater(
    stream: Stream<State, Command, Told>,
    task: Task<State, Command, Told>,
    tip: Tip<State>,
    making: Promise<Result<State, Event>>,
  ): Promise<void> {
    const { queue } = stream;
    queue.isMaking = true;
    const take = await making.then(
      (made) => () => this.takeMade(stream, task, made),
      (error: unknown) => () => this.failMaking(stream, task, error),
    );
    queue.isMaking = false;
    // A stop has answered it.
    const isOpen = this.state.goesOn(stream);
    if (isOpen && queue.first === task && this.state.newestTipOf(stream).head.hash === tip.head.hash) take();
    else if (isOpen) {
      task.tries += 1;
      this.lostRaces += 1;
    }
    this.advance(stream);
  }

  private failMaking(stream: Stream<State, Command, Told>, task: Task<State, Command, Told>, error: unknown): void {
    stream.queue.shift();
    this.fail(stream, task, error);
  }

  private takeMade(
    stream: Stream<State, Command, Told>,
    task: Task<State, Command, Told>,
    made: Result<State, Event>,
  ): void {
    stream.queue.shift();
    if (made.kind !== 'made') {
      this.finish(stream, task, made);
      return;
    }
    const { event, envelope, bytes, after } = made;
    const told = toldOf(this.decider, event);
    const { hash } = after.head;
    const attempt: Attempt<State, Told> = {
      key: stream.name,
      bytes,
      hash,
      envelope,
      after,
      told,
      sends: 0,
      fate: 'unknown',
    };
    stream.queue.depart(task, attempt);
    this.outbox.add(attempt);
  }

  private writingContext(stream: string): WritingContext {
    const { ledgerId } = this.state.identity;
    return { stream, ledgerId, clock: this.port.clock(), recordBytes: this.limits.recordBytes };
  }
}
