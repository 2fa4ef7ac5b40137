import type { BudgetAdjusted, LedgerEvent } from './events';
import { type AmountColumn, type LineDimensions, type PostingLine, dimensionsOf } from './line';
import { type Fen, fenOf } from './money';

/** What an event adds to one column of one line. Every table, sum and audit row comes from these and from nothing else. */
export interface LineEffect {
  line: LineDimensions;
  fiscalYear: number;
  column: AmountColumn;
  /** Negative only where a transfer takes from the line. */
  deltaFen: Fen;
  effectiveDate: string;
}

/** The postings of an event; empty for events that move no money. */
export function effectsOf(event: LedgerEvent): LineEffect[] {
  switch (event.type) {
    case 'budget.allocated.v1':
      return postings(event.data, event.data.lines, 'original');
    case 'balance.carried-over.v1':
      return postings(event.data, event.data.lines, 'carriedOver');
    case 'budget.adjusted.v1':
      return adjustment(event.data);
    case 'unit.registered.v1':
    case 'performance-targets.set.v1':
    case 'command.refused.v1':
      return [];
  }
}

function adjustment(data: BudgetAdjusted['data']): LineEffect[] {
  switch (data.kind) {
    case 'supplement':
      return postings(data, data.lines, 'supplemented');
    case 'cut':
      return postings(data, data.lines, 'cut');
    case 'transfer':
      return [...postings(data, data.from, 'transferred', -1n), ...postings(data, data.to, 'transferred')];
  }
}

function postings(
  basis: { fiscalYear: number; effectiveDate: string },
  lines: readonly PostingLine[],
  column: AmountColumn,
  sign: Fen = 1n,
): LineEffect[] {
  return lines.map((line) => ({
    line: dimensionsOf(line),
    fiscalYear: basis.fiscalYear,
    column,
    deltaFen: sign * fenOf(line.amountYuan),
    effectiveDate: basis.effectiveDate,
  }));
}
