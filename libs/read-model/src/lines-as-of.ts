import { mapInTurns } from '#basics';
import type { Line } from '#domain';
import { rowsOf, type Transaction } from '#postgres';

import type { BudgetPlace } from './cuts';
import { requireHistory } from './history/require-history';
import { type AfterRow, lineAfter } from './line-after';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import type { KeyedLine, LinesQuestion } from './lines-question';
import { isAtHand, isSummed, summedLines } from './summed-lines';

/** A line with the revisions of the events that made it, in order. */
export interface LineReading {
  line: Line;
  revisions: number[];
}

/**
 * The lines by year, unit and key with all of their columns: from the sums in the tables where the newest are asked for, else from
 * the postings that count, or the amounts behind each line's newest one.
 */
export async function linesIn(client: Transaction, question: LinesQuestion): Promise<KeyedLine[]> {
  const { place, fiscalYears, isNewest, effectiveOn } = question;
  if (!isNewest || effectiveOn !== undefined) return earlierLines(client, question);
  if (isAtHand(question)) return summedLines(client, question);
  const { where, values } = placeCondition(place);
  const rows = await rowsOf<LineRow>(
    client,
    `select ${LINE_ROW_COLUMNS} from budget_line
      where ${where} and fiscal_year = any($${values.length + 1}::integer[])
      order by fiscal_year, department, unit, line_key`,
    [...values, fiscalYears],
  );
  return rows.map((row) => ({ key: row.line_key, line: lineOf(row) }));
}

/** The lines of an earlier state. */
export async function earlierLines(client: Transaction, question: LinesQuestion): Promise<KeyedLine[]> {
  await requirePostings(client, question);
  return isSummed(question) ? summedLines(client, question) : linesAt(client, question);
}

/** The lines as they stood at a revision of each stream: each is one look into an index, however long its history is. */
async function linesAt(
  client: Transaction,
  { place, cuts, fiscalYears }: Pick<LinesQuestion, 'place' | 'cuts' | 'fiscalYears'>,
): Promise<KeyedLine[]> {
  const { where, values } = placeCondition(place);
  const next = values.length + 1;
  const rows = await rowsOf<AfterRow>(
    client,
    `select line.fiscal_year, line.line_key, amounts_after
       from (select department, unit, fiscal_year, line_key from budget_line
              where ${where} and fiscal_year = any($${next}::integer[])) as line
       join unnest($${next + 1}::text[], $${next + 2}::text[], $${next + 3}::bigint[]) as cut (stream, department, last_revision)
      using (department)
      cross join lateral (
            select amounts_after from posting
             where posting.stream = cut.stream and posting.fiscal_year = line.fiscal_year and posting.unit = line.unit
               and posting.line_key = line.line_key and revision <= last_revision
             order by revision desc, place desc limit 1) as newest
      order by line.fiscal_year, department, line.unit, line.line_key`,
    [
      ...values,
      fiscalYears,
      cuts.map(({ stream }) => stream),
      cuts.map(({ department }) => department),
      cuts.map(({ revision }) => revision),
    ],
  );
  return mapInTurns(rows, (row) => ({ key: row.line_key, line: lineAfter(row) }));
}

/** Postings are read, and not what the tables have summed up of them. */
export function requirePostings(client: Transaction, { cuts, fiscalYears }: LinesQuestion): Promise<void> {
  const streams = cuts.map(({ stream }) => stream);
  return requireHistory(client, streams, fiscalYears);
}

/** The condition that finds a place by the first columns of a key, with its values, which begin at `$1`. */
export function placeCondition({ division, department, unit }: BudgetPlace): { where: string; values: string[] } {
  const named = Object.entries({ division, department, unit }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    where: named.map(([column], index) => `${column} = $${index + 1}`).join(' and '),
    values: named.map(([, value]) => value),
  };
}
