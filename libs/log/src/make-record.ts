import { type ClockReading, type NoStamp, stampBehind } from './clock';
import { type Envelope, hashOf, sourceOf } from './envelope';
import type { Decider, Outcome, Submission } from './ports';
import type { Head } from './rule';

/** What a decision extends. */
export interface Tip<State> {
  state: State;
  head: Head;
  /** When the head was recorded; empty for a new stream. */
  time: string;
}

export interface WritingPlace {
  stream: string;
  ledgerId: string;
  clock: ClockReading;
  /** The largest record that the broker is asked to take. */
  recordBytes: number;
}

export interface Made<State, Event> {
  kind: 'made';
  event: Event;
  envelope: Envelope;
  /** Exactly what goes into the log, and what is hashed. */
  bytes: Buffer;
  after: Tip<State>;
}

/** Decides a command and makes the record that it becomes where nobody else extends the tip first. Throws what the decider throws. */
export function makeRecord<State, Command, Event extends { type: string; data: unknown }>(
  decider: Decider<State, Command, Event>,
  { stream, ledgerId, clock, recordBytes }: WritingPlace,
  tip: Tip<State>,
  { commandId, commandHash, command, actor, correlationId }: Submission<Command>,
): Made<State, Event> | Extract<Outcome, { kind: 'too-large' }> | NoStamp {
  const stamp = stampBehind(tip.time, clock);
  if (stamp.kind !== 'stamp') return stamp;
  const { time } = stamp;
  const event = decider.decide(tip.state, command);
  const state = decider.evolve(tip.state, event);
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
  return { kind: 'made', event, envelope, bytes, after: { state, head: { revision, hash: hashOf(bytes) }, time } };
}
