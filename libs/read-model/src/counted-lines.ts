import { mapInTurns } from '#basics';
import {
  AMOUNT_COLUMNS,
  type AmountColumn,
  dimensionsOfKey,
  type Fen,
  type Line,
  lineOfMeasures,
  type Measure,
  measureSign,
} from '#domain';
import { rowsOf, type Transaction } from '#postgres';

import { earlierLines, placeCondition } from './lines-as-of';
import { classCondition } from './line-class';
import type { KeyedLine, LinesQuestion } from './lines-question';
import { isAtHand, summedLines } from './summed-lines';
import { storedFen } from './stored-fen';

/**
 * The lines by year, unit and key with what they count for under some measures, which is all that a report asks: of a division's thousands of
 * lines the database adds up the columns, and two or four amounts of each are read instead of eleven. They say nothing true of other measures.
 */
export async function countedLinesIn(
  client: Transaction,
  question: LinesQuestion,
  measures: readonly Measure[],
): Promise<KeyedLine[]> {
  const { place, fiscalYears, isNewest, effectiveOn, only } = question;
  if (!isNewest || effectiveOn !== undefined) return earlierLines(client, question);
  if (isAtHand(question)) return summedLines(client, question);
  const { where, values } = placeCondition(place);
  const columns = `fiscal_year, line_key, ${measures.map(measureOfRow).join(', ')}`;
  const ofPlace = `from budget_line where ${where} and fiscal_year = any($${values.length + 1}::integer[])`;
  const parameters: unknown[] = [...values, fiscalYears];
  const sql =
    only === undefined
      ? `select ${columns} ${ofPlace} order by fiscal_year, department, unit, line_key`
      : `select ${columns} ${ofPlace} and ${classCondition(only, parameters)}
         union all
         (select distinct on (fiscal_year, department, unit) ${columns} ${ofPlace}
           order by fiscal_year, department, unit, (${sumOfRow('current')} <> 0 or ${sumOfRow('original')} <> 0) desc)`;
  return mapInTurns(await rowsOf<CountedRow>(client, sql, parameters), countedLineOf);
}

type CountedRow = { fiscal_year: number; line_key: string } & Partial<Record<`${Measure}_yuan`, string>>;

function countedLineOf(row: CountedRow): KeyedLine {
  const fen = (yuan: string | undefined, otherwise = 0n): Fen => (yuan === undefined ? otherwise : storedFen(yuan));
  const [current, paid] = [fen(row.current_yuan), fen(row.paid_yuan)];
  const amounts = {
    original: fen(row.original_yuan),
    current,
    paid,
    available: fen(row.available_yuan, current - paid),
  };
  const line: Line = lineOfMeasures(dimensionsOfKey(row.line_key), row.fiscal_year, amounts);
  return { key: row.line_key, line };
}

/** What the columns of amounts are called in the table. */
const LINE_COLUMNS: Readonly<Record<AmountColumn | 'lateCarriedOver', string>> = {
  original: 'original',
  carriedOver: 'carried_over',
  supplemented: 'supplemented',
  cut: 'cut',
  transferred: 'transferred',
  frozen: 'frozen',
  paid: 'paid',
  refunded: 'refunded',
  carriedOut: 'carried_out',
  reclaimed: 'reclaimed',
  lateCarriedOver: 'late_carried_over',
};

/** A sum of terms, one for each column that adds to a measure or takes from it. */
function signedSum(measure: Measure, termOf: (column: AmountColumn) => string): string {
  return AMOUNT_COLUMNS.map((column) => {
    const sign = measureSign(measure, column);
    return sign === 0n ? '' : `${sign > 0n ? '+' : '-'} ${termOf(column)}`;
  }).join(' ');
}

/** What a row of the table counts for. What was brought in after the first day is no part of what was approved. */
export function sumOfRow(measure: Measure): string {
  const sum = signedSum(measure, (column) => LINE_COLUMNS[column]);
  return `(${sum}${measure === 'original' ? ` - ${LINE_COLUMNS.lateCarriedOver}` : ''})`;
}

function measureOfRow(measure: Measure): string {
  return `${sumOfRow(measure)} as ${measure}_yuan`;
}
