import { reasonOf } from '#basics';
import {
  batchesOf,
  type FactsCommand,
  mayStillChange,
  type Poster,
  POSTED_AT_ONCE,
  postNumbered,
  receiptOf,
} from '#imports';

import type { ImportStore, StoredImport } from './import-store';

const RENEW_MS = 5_000;

/** One worker's posting of an import. */
interface Posting {
  store: ImportStore;
  poster: Poster;
  stored: Pick<StoredImport, 'id' | 'done' | 'report'>;
  worker: string;
  isStopping: () => boolean;
}

const STOPPED =
  '服务停止，尚未记完；再次确认即继续。 The service stopped before all was posted: confirm again, and it goes on.';
const PUT_OFF =
  '账本暂时不能记账，尚未记完；稍后再次确认即继续。 The ledger takes no commands at the moment: confirm again later, and it goes on.';

/**
 * Posts the commands of a confirmed import, portion by portion. How far it is stands in the database behind each portion, so that another
 * process goes on from there; what it posts a second time is found under its id.
 */
export async function postAll(commands: readonly FactsCommand[], posting: Posting): Promise<void> {
  const { store, stored, worker } = posting;
  const renewing = setInterval(() => void store.renew(stored.id, worker).catch(() => undefined), RENEW_MS);
  try {
    const reason = await postPortions(commands, posting);
    if (reason !== TAKEN_OVER) await store.finish(stored.id, worker, reason);
  } catch (error) {
    // Where the database is what failed, the lease says the same by running out.
    await store.finish(stored.id, worker, `${PUT_OFF} (${reasonOf(error)})`).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(renewing);
  }
}

const TAKEN_OVER = 'taken over';

/** Answers why it was broken off; undefined where all is posted. */
async function postPortions(commands: readonly FactsCommand[], posting: Posting): Promise<string | undefined> {
  const { store, poster, stored, worker, isStopping } = posting;
  const standing = new Set(stored.report.standing);
  let first = stored.done;
  for (const batch of batchesOf(commands.slice(first), POSTED_AT_ONCE)) {
    if (isStopping()) return STOPPED;
    const answers = await postNumbered((inputs) => poster.post(inputs), batch);
    if (answers.some(mayStillChange)) return PUT_OFF;
    const receipts = batch.map((command, index) =>
      receiptOf({ command, answer: answers[index] ?? { status: 503, body: {} } }, standing.has(first + index)),
    );
    if (!(await store.advance(stored.id, worker, first, receipts))) return TAKEN_OVER;
    first += batch.length;
  }
  return undefined;
}
