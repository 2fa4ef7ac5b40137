import type { FactsCommand } from './facts-file';

export interface BatchLimits {
  commands: number;
  bytes: number;
}

/** One request: well below what the ledger takes, which is 1,000 commands and 8 MiB. */
export const POSTED_AT_ONCE: BatchLimits = { commands: 100, bytes: 512 * 1024 };
/** What is tried stands on what was tried before it in the same request alone, so as much as fits is tried at once. */
export const TRIED_AT_ONCE: BatchLimits = { commands: 1_000, bytes: 6 * 1024 * 1024 };

/** As many commands as are handed over at once, by number and by size; one that is too large for any goes alone. */
export function* batchesOf(commands: readonly FactsCommand[], most: BatchLimits): Generator<FactsCommand[]> {
  let batch: FactsCommand[] = [];
  let bytes = 0;
  for (const command of commands) {
    const size = most.bytes === Infinity ? 0 : Buffer.byteLength(JSON.stringify(command.input));
    if (batch.length > 0 && (batch.length === most.commands || bytes + size > most.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(command);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
