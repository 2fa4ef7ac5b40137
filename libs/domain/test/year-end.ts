import type { OpeningCarryOver, YearEndCarryOver } from '../src/commands';
import type { PostingLine } from '../src/line';
import { allocated, ask, line, project, registered } from './given';

export const FIRST_DAY = '2025-01-01';
/** A carry-over out of 2024 at its end. */
export const carryOver = (
  kind: 'carry-forward' | 'surplus',
  lines: PostingLine[],
  own: Partial<YearEndCarryOver> = {},
): YearEndCarryOver => ({
  ...ask('CarryOverBalance', { fiscalYear: 2025, kind, lines, ...own }, own.effectiveDate ?? FIRST_DAY),
});
/** A carry-over from the year before the ledger. */
export const opening = (amountYuan: string, fiscalYear = 2024): OpeningCarryOver =>
  ask(
    'CarryOverBalance',
    {
      fiscalYear,
      kind: 'carry-forward' as const,
      opening: true as const,
      lines: [{ ...line(amountYuan), originYear: fiscalYear - 1 }],
    },
    `${fiscalYear}-01-01`,
  );
/** A unit with money in two lines, one of which came from 2023. */
export const before = [registered, allocated(line('100.00'), line('50.00', project)), opening('20')];
