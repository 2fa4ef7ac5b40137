import Decoder from 'kafkajs/src/protocol/decoder';

/** Headers of a record that are looked at; what stands behind them is no business of this ledger. */
export const MOST_HEADERS = 64;

let areBounded = false;

/**
 * kafkajs copies all headers of a record for each further one, so that a record with a hundred thousand of them would hold the process for
 * minutes, before any of its readers sees it. Only headers are read by this method of its decoder.
 */
export function boundHeaders(): void {
  if (areBounded) return;
  areBounded = true;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the decoder that it is asked of
  const readAll = Decoder.prototype.readVarIntArray;
  Decoder.prototype.readVarIntArray = function <T>(this: Decoder, read: (decoder: Decoder) => T): T[] {
    return readAll.call(this, read).slice(0, MOST_HEADERS) as T[];
  };
}
