import type { Envelope } from '../rule/envelope';
import type { Known } from './known-ids';
import type { Decider } from '../ports';

/** What a repeat must be told again. */
export type Told = Pick<Known, 'refusal' | 'warning'>;

export function toldOf<Event extends { type: string; data: unknown }>(
  decider: Pick<Decider<never, never, Event>, 'refusalOf' | 'warningOf'>,
  event: Event,
): Told {
  const refusal = decider.refusalOf(event);
  const warning = decider.warningOf?.(event);
  return { ...(refusal === undefined ? {} : { refusal }), ...(warning === undefined ? {} : { warning }) };
}

/** What an accepted record makes of its stream. Whatever this throws stops the stream: its program does not understand the event. */
export function understand<State, Command, Event extends { type: string; data: unknown }>(
  decider: Decider<State, Command, Event>,
  state: State,
  envelope: Envelope,
): { state: State; told: Told } {
  const event = decider.read(envelope);
  return { state: decider.evolve(state, event), told: toldOf(decider, event) };
}
