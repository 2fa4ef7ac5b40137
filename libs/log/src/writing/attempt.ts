import type { Verdict } from '../ports';
import type { Tip } from './make-record';
import type { OwnRecord } from './own-records';

/** A decision as bytes, and what it would make of its stream. */
export interface Attempt<State, Told extends Verdict = Verdict> extends OwnRecord {
  after: Tip<State>;
  told: Verdict<Told['refusal'], Told['warning']>;
}
