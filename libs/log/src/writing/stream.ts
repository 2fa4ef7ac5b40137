import type { Known } from './known-ids';
import { KnownIds } from './known-ids';
import type { Outcome, Receipt, Submission, Verdict } from '../ports';
import type { AcceptedRecord } from '../rule/fold';
import { StreamQueue } from './stream-queue';

/** One stream as far as it was read, what it answers from that, and its commands that are open. */
export class Stream<State, Command, Told extends Verdict = Verdict> {
  readonly queue = new StreamQueue<State, Command, Told>();
  /** Why it takes nothing any more. */
  stopped: string | undefined;
  /** The record that is not understood, where it was kept. */
  stoppedBy: Buffer | undefined;

  constructor(
    private readonly partition: number,
    readonly name: string,
    public state: State,
    /** Every id that was folded, with what is needed to answer it again. */
    readonly known = new KnownIds<Told>(),
  ) {}

  /** Notes what a command became; from here on its id is answered with that. */
  remember({ offset, hash, envelope }: AcceptedRecord, told: Verdict<Told['refusal'], Told['warning']>): Receipt<Told> {
    const { revision, commandid, commandhash: commandHash } = envelope;
    const known: Known<Told> = { revision, offset, hash, commandHash, ...told };
    this.known.add(commandid, known);
    return this.receiptOf(commandid, known);
  }

  /** What an id that stands in the stream is answered; nothing for a new one. */
  answerTo({ commandId, commandHash }: Submission<unknown>): Outcome<Told> | undefined {
    const known = this.known.get(commandId);
    if (known === undefined) return undefined;
    const receipt = this.receiptOf(commandId, known);
    return this.known.hasBody(known, commandHash)
      ? { kind: 'recorded', first: false, receipt }
      : { kind: 'id-reused', receipt };
  }

  private receiptOf(commandId: string, { revision, offset, hash, refusal, warning }: Known<Told>): Receipt<Told> {
    return {
      commandId,
      eventId: `${this.name}@${revision}`,
      stream: this.name,
      revision,
      partition: this.partition,
      offset,
      hash,
      ...(refusal === undefined ? {} : { refusal }),
      ...(warning === undefined ? {} : { warning }),
    };
  }
}
