/**
 * What a broker holds at an offset where no client's record stands, or none that can be read. kafkajs passes such offsets by in silence
 * or ends; readers of a log without holes must know which of them it was.
 */
export type Mark =
  /** The end of a transaction, written by the broker. It holds nothing that counts. */
  | { kind: 'control'; what: string }
  /** A batch, up to its last offset, that cannot be unpacked or is damaged. */
  | { kind: 'unreadable'; why: string; last: number }
  /** Up to this offset a batch holds nothing any more. */
  | { kind: 'nothing' };

interface Marked {
  key: null;
  value: Buffer | null;
  mark: Mark;
}

/** Of the ends of transactions; others have numbers only. */
const ENDS = ['abort', 'commit'];

const CONTROL = /^control record \((abort|commit|type -?\d+) of a transaction\)$/;

/** What a copied log holds in the place of a control record passes for one: it may even stand before the record that opens the log. */
export function standsForControl(key: Buffer | null, value: Buffer | null): Mark | undefined {
  if (key !== null || value === null || value.length > 60) return undefined;
  const what = value.toString('latin1');
  return CONTROL.test(what) ? { kind: 'control', what } : undefined;
}

export const markAt = {
  /**
   * A control record's value stands for it wherever the bytes of a record are hashed, compared or copied. It is no envelope, so that a copy of
   * it, as an ordinary record at the same offset, is void for everybody.
   */
  control: (key: Buffer | null): Marked => {
    const type = key !== null && key.length >= 4 ? key.readInt16BE(2) : -1;
    const what = `control record (${ENDS[type] ?? `type ${type}`} of a transaction)`;
    return { key: null, value: Buffer.from(what, 'utf8'), mark: { kind: 'control', what } };
  },
  unreadable: (why: string, last: number): Marked => ({
    key: null,
    value: null,
    mark: { kind: 'unreadable', why, last },
  }),
  nothing: { key: null, value: null, mark: { kind: 'nothing' } } satisfies Marked as Marked,
};
