import type { CommandFate } from './run-import';

/** What became of a command: it stands by this import, it stood before, or the ledger refused it. */
export const RECEIPT_NAMES = { recorded: '本次记入', before: '此前已记入', refused: '被拒绝' } as const;
type Outcome = keyof typeof RECEIPT_NAMES;

/** How an import stands. */
export const IMPORT_STATE_NAMES = {
  faulty: '有错误',
  ready: '待确认',
  posting: '正在记账',
  interrupted: '已中断，可继续',
  done: '已完成',
} as const;

/** One command of an import, with where its record is found. */
export interface Receipt {
  documentNumber: string;
  type: string;
  /** The rows of the file that it was made of, as `2–301, 305`. */
  rows: string;
  outcome: Outcome;
  stream?: string;
  revision?: number;
  position?: string;
  hash?: string;
  /** Why it was refused, Chinese first. */
  reason?: string;
}

/** `stoodBefore`: the dry run had found it recorded already, so that it is none of this import. */
export function receiptOf({ command, answer: { status, body } }: CommandFate, stoodBefore: boolean): Receipt {
  const { input, rows } = command;
  const stands = status < 300;
  const text = (field: string): string | undefined => (typeof body[field] === 'string' ? body[field] : undefined);
  const stated = { stream: text('stream'), position: text('position'), hash: text('hash') };
  return {
    documentNumber: String(input['documentNumber']),
    type: input.type,
    rows: rangesOf(rows),
    outcome: stands ? (stoodBefore ? 'before' : 'recorded') : 'refused',
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    ...(typeof body['revision'] === 'number' ? { revision: body['revision'] } : {}),
    ...(stands ? {} : { reason: `${text('title') ?? ''} ${text('detail') ?? ''}`.trim().slice(0, 500) }),
  };
}

/** `2–301, 305` */
export function rangesOf(rows: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const row of [...new Set(rows)].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range?.[1] === row - 1) range[1] = row;
    else ranges.push([row, row]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}
