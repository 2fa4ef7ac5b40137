import { type ClockReading, type NoStamp, stampBehind } from '../clock';
import { type Envelope, hashOf, sourceOf } from '../rule/envelope';
import type { Decider, Outcome, Submission, Verdict } from '../ports';
import type { Head } from '../rule/rule';

/** What a decision extends. */
export interface Tip<State> {
  state: State;
  head: Head;
  /** When the head was recorded; empty for a new stream. */
  time: string;
}

export interface WritingContext {
  stream: string;
  ledgerId: string;
  clock: ClockReading;
  /** The largest record that the broker is asked to take. */
  recordBytes: number;
}

interface Made<State, Event> {
  kind: 'made';
  event: Event;
  envelope: Envelope;
  /** Exactly what goes into the log, and what is hashed. */
  bytes: Buffer;
  after: Tip<State>;
}

/** The record, or why there can be none. */
export type Result<State, Event> = Made<State, Event> | Extract<Outcome, { kind: 'too-large' }> | NoStamp;
type Steps<State, Event> = Generator<Event, Result<State, Event>>;

/**
 * Decides a command and makes the record that it becomes where nobody else extends the tip first, step by step: whoever asks for the steps of
 * a large one may let others have the event loop in between. Each step tells the event. Throws what the decider throws.
 */
export function* makingRecord<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
  decider: Decider<State, Command, Event, Told>,
  { stream, ledgerId, clock, recordBytes }: WritingContext,
  tip: Tip<State>,
  { commandId, commandHash, command, actor, correlationId }: Submission<Command>,
): Steps<State, Event> {
  const stamp = stampBehind(tip.time, clock);
  if (stamp.kind !== 'stamp') return stamp;
  const { time } = stamp;
  const event = decider.decide(tip.state, command);
  yield event;
  const state = decider.evolve(tip.state, event);
  yield event;
  const revision = tip.head.revision + 1;
  const envelope: Envelope = {
    specversion: '1.0',
    id: `${stream}@${revision}`,
    type: event.type,
    source: sourceOf(ledgerId),
    subject: stream,
    time,
    datacontenttype: 'application/json',
    revision,
    prevhash: tip.head.hash,
    commandid: commandId,
    commandhash: commandHash,
    actor,
    correlationid: correlationId,
    data: event.data,
  };
  const bytes = Buffer.from(JSON.stringify(envelope), 'utf8');
  if (bytes.length > recordBytes) return { kind: 'too-large', bytes: bytes.length, limitBytes: recordBytes };
  yield event;
  return { kind: 'made', event, envelope, bytes, after: { state, head: { revision, hash: hashOf(bytes) }, time } };
}

/** Takes every step at once, or, where the event turns out to be large, each in a turn of its own. */
export function inSteps<State, Event>(
  steps: Steps<State, Event>,
  isLarge: (event: Event) => boolean,
  nextTurn: () => Promise<void>,
): Result<State, Event> | Promise<Result<State, Event>> {
  const decided = steps.next();
  if (decided.done === true) return decided.value;
  return isLarge(decided.value) ? slowly(steps, nextTurn) : atOnce(steps);
}

function atOnce<State, Event>(steps: Steps<State, Event>): Result<State, Event> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

async function slowly<State, Event>(
  steps: Steps<State, Event>,
  nextTurn: () => Promise<void>,
): Promise<Result<State, Event>> {
  for (;;) {
    await nextTurn();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
