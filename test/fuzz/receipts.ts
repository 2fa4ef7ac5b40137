import { isVictim } from './plan';

/** What an answer said of a record: the ledger has promised that it stands. */
export interface Receipt {
  stream: string;
  revision: number;
  hash: string;
}

/** Of one answer, or of the answers of a batch. */
export function receiptsIn(body: Buffer): Receipt[] {
  return toldIn(body).map(({ stream, revision, hash }) => ({ stream, revision, hash }));
}

/** Those of records that were made for this answer, and not before. */
export function newReceiptsIn(body: Buffer): Receipt[] {
  return toldIn(body).filter(({ repeated }) => repeated !== true);
}

type Told = Receipt & { repeated?: boolean };

function toldIn(body: Buffer): Told[] {
  type Answer = Partial<Told> & { dryRun?: true };
  const answer = jsonIn(body) as (Answer & { answers?: { body: Answer }[] }) | undefined;
  const each = answer?.answers?.map(({ body: own }) => own) ?? (answer === undefined ? [] : [answer]);
  return each.filter((told): told is Told => {
    const { stream, revision, hash, dryRun } = told;
    const isReceipt = typeof stream === 'string' && typeof revision === 'number' && typeof hash === 'string';
    return isReceipt && dryRun !== true && !isVictim(stream);
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
