import type { Envelope } from '../rule/envelope';
import type { Decider, Verdict } from '../ports';

export function toldOf<Event extends { type: string; data: unknown }, Told extends Verdict>(
  decider: Pick<Decider<never, never, Event, Told>, 'refusalOf' | 'warningOf'>,
  event: Event,
): Verdict<Told['refusal'], Told['warning']> {
  const refusal = decider.refusalOf(event);
  const warning = decider.warningOf?.(event);
  return { ...(refusal === undefined ? {} : { refusal }), ...(warning === undefined ? {} : { warning }) };
}

/** What an accepted record makes of its stream. Whatever this throws stops the stream: its program does not understand the event. */
export function understand<State, Command, Event extends { type: string; data: unknown }, Told extends Verdict>(
  decider: Decider<State, Command, Event, Told>,
  state: State,
  envelope: Envelope,
): { state: State; told: Verdict<Told['refusal'], Told['warning']> } {
  const event = decider.read(envelope);
  return { state: decider.evolve(state, event), told: toldOf(decider, event) };
}
