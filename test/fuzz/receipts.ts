import { isVictim } from './plan';

/** What an answer said of a record: the ledger has promised that it stands. */
export interface Receipt {
  stream: string;
  revision: number;
  hash: string;
}

/** Of one answer, or of the answers of a batch. */
export function receiptsIn(body: Buffer): Receipt[] {
  const answer = jsonIn(body) as
    (Partial<Receipt> & { dryRun?: true; answers?: { body: Partial<Receipt> & { dryRun?: true } }[] }) | undefined;
  const each = answer?.answers?.map(({ body: own }) => own) ?? (answer === undefined ? [] : [answer]);
  return each.flatMap((told) => {
    const { stream, revision, hash, dryRun } = told;
    const isReceipt = typeof stream === 'string' && typeof revision === 'number' && typeof hash === 'string';
    return isReceipt && dryRun !== true && !isVictim(stream) ? [{ stream, revision, hash }] : [];
  });
}

export function jsonIn(body: Buffer): unknown {
  try {
    const value = JSON.parse(body.toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
