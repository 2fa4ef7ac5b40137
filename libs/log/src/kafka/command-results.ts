import type { IHeaders, Producer } from 'kafkajs';

import { bearsToken } from './posted';

/** Answers that are sent at once, unless a single one is larger. */
const PORTION_BYTES = 512 * 1024;
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** An answer on its way to budget.command-results, keyed by command id. */
export interface Answered {
  key: string;
  value: string;
  /** In place of a value that is larger than what the broker takes, so that nothing waits behind it for ever. */
  inShort: string;
  /** Why the message could not be handled: it is set aside with this reason before it is answered. */
  setAside?: string;
}

/** A message as it came, for whoever looks at it later. */
export interface RawMessage {
  key: Buffer | null;
  value: Buffer | null;
  headers: IHeaders;
  /** `topic:partition:offset`. */
  position: string;
}

/** Writes what became of messages: answers, and before them the messages that could not be handled. */
export class CommandResults {
  constructor(
    private readonly producer: Producer,
    private readonly topics: { results: string; rejected: string },
  ) {}

  async send(answers: readonly { message: RawMessage; answered: Answered }[]): Promise<void> {
    for (const { message, answered } of answers) {
      if (answered.setAside !== undefined) await this.setAside(message, answered.setAside);
    }
    for (const portion of portionsOf(answers.map(({ answered }) => answered))) await this.sendPortion(portion);
  }

  private async setAside({ key, value, headers, position }: RawMessage, reason: string): Promise<void> {
    // A token that may still be valid does not belong into another topic.
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !bearsToken(name)));
    const about = { 'rejected-from': position, 'rejected-reason': reason };
    const write = (message: { value: Buffer | null; headers: IHeaders }) =>
      this.producer.send({ topic: this.topics.rejected, acks: -1, messages: [{ key, ...message }] });
    try {
      await write({ value, headers: { ...kept, ...about } });
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      // The message stands where it was posted; what is said of it must not be lost with it.
      await this.producer.send({
        topic: this.topics.rejected,
        acks: -1,
        messages: [{ key: position, value: null, headers: { ...about, 'rejected-without': 'key, value, headers' } }],
      });
    }
  }

  private async sendPortion(portion: readonly Answered[]): Promise<void> {
    const write = (messages: { key: string; value: string }[]) =>
      this.producer.send({ topic: this.topics.results, acks: -1, messages });
    try {
      await write(portion.map(({ key, value }) => ({ key, value })));
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      const [first, ...others] = portion;
      if (first === undefined) throw error;
      if (others.length === 0) await write([{ key: first.key, value: first.inShort }]);
      else for (const each of portion) await this.sendPortion([each]);
    }
  }
}

/** The broker's limit counts a whole batch of one partition, so answers go in portions. */
function portionsOf(answers: readonly Answered[]): Answered[][] {
  const portions: Answered[][] = [];
  let bytes = PORTION_BYTES;
  for (const answer of answers) {
    const size = Buffer.byteLength(answer.value);
    if (bytes + size > PORTION_BYTES) {
      portions.push([]);
      bytes = 0;
    }
    portions.at(-1)?.push(answer);
    bytes += size;
  }
  return portions;
}

/** kafkajs wraps what a broker said into errors of its own. */
function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('type' in error && TOO_LARGE.has(String(error.type))) return true;
  return isTooLarge(error.cause);
}
