import {
  AMOUNT_COLUMNS,
  type AmountColumn,
  dimensionsOfKey,
  type Fen,
  type Line,
  lineOfMeasures,
  type Measure,
  MEASURES,
  measureSign,
} from '#domain';
import { rowsOf, type Transaction } from '#postgres';

import {
  COUNTED_POSTINGS,
  type KeyedLine,
  linesAt,
  type LinesQuestion,
  placeCondition,
  sumsParameters,
} from './lines-as-of';
import { storedFen } from './stored-fen';

/**
 * The lines by year, unit and key with what they count for, which is all that a report asks: of a division's thousands of lines the
 * database adds up the columns, and four amounts of each are read instead of eleven.
 */
export async function countedLinesIn(client: Transaction, question: LinesQuestion): Promise<KeyedLine[]> {
  const { place, fiscalYears, isNewest, effectiveOn } = question;
  if (effectiveOn !== undefined) {
    return (await rowsOf<CountedRow>(client, COUNTED_BY_LINE, sumsParameters(question))).map(countedLineOf);
  }
  if (!isNewest) return linesAt(client, question);
  const { where, values } = placeCondition(place);
  const rows = await rowsOf<CountedRow>(
    client,
    `select fiscal_year, line_key, ${MEASURES_OF_LINE} from budget_line
      where ${where} and fiscal_year = any($${values.length + 1}::integer[])
      order by fiscal_year, department, unit, line_key`,
    [...values, fiscalYears],
  );
  return rows.map(countedLineOf);
}

type CountedRow = { fiscal_year: number; line_key: string } & Record<`${Measure}_yuan`, string>;

function countedLineOf(row: CountedRow): KeyedLine {
  const amounts: Record<Measure, Fen> = {
    original: storedFen(row.original_yuan),
    current: storedFen(row.current_yuan),
    paid: storedFen(row.paid_yuan),
    available: storedFen(row.available_yuan),
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

/** What was brought in after the first day is no part of what was approved. */
const MEASURES_OF_LINE = MEASURES.map((measure) => {
  const sum = signedSum(measure, (column) => LINE_COLUMNS[column]);
  return `(${sum}${measure === 'original' ? ` - ${LINE_COLUMNS.lateCarriedOver}` : ''}) as ${measure}_yuan`;
}).join(', ');

const MEASURES_OF_POSTINGS = MEASURES.map((measure) => {
  const columns = (sign: bigint): string =>
    AMOUNT_COLUMNS.filter((column) => measureSign(measure, column) === sign)
      .map((column) => `'${column}'`)
      .join(', ');
  const [adding, taking] = [columns(1n), columns(-1n)];
  const less = taking === '' ? '' : ` when amount_column in (${taking}) then -delta`;
  const counted = measure === 'original' ? ' and not late' : '';
  return `coalesce(sum(case when amount_column in (${adding})${counted} then delta${less} end), 0.00) as ${measure}_yuan`;
}).join(', ');

const COUNTED_BY_LINE = `
  select fiscal_year, line_key, ${MEASURES_OF_POSTINGS} ${COUNTED_POSTINGS}
   group by stream, fiscal_year, unit, line_key
   order by fiscal_year, stream, unit, line_key`;
