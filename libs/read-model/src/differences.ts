import { type AmountColumn, departmentOf, type Fen, fenOf, streamOf } from '#domain';
import { type Database, inSnapshot, rowsOf } from '#postgres';

import type { StandsOn } from './cuts';
import type { EventPlace } from './event-names';
import { type DifferenceQuestion, postingsOf, type Sides, SIDES, sidesOf, sideValues } from './two-sides';

/** What one event adds to the difference in one column of one line. Negative where it takes away, or where it stands in `from` alone. */
export interface LineAmount extends EventPlace {
  lineKey: string;
  fiscalYear: number;
  column: AmountColumn;
  effectiveDate: string;
  amountFen: Fen;
}

export interface Difference {
  standing: StandsOn;
  amounts: LineAmount[];
}

/** Which amounts of a difference: those of some lines, or all of some events. */
type Asked = { lineKeys: readonly string[]; events?: never } | { events: readonly EventPlace[]; lineKeys?: never };

/** The amounts by line and event. Nothing where the place has no event by then. */
export function readDifference(
  database: Database,
  question: DifferenceQuestion,
  asked: Asked,
): Promise<Difference | undefined> {
  return inSnapshot(database, async (client) => {
    const sides = await sidesOf(client, question);
    if (sides === undefined) return undefined;
    const { text, values } =
      asked.events === undefined ? ofLines(sides, question, asked.lineKeys) : ofEvents(sides, question, asked.events);
    const rows = await rowsOf<AmountRow>(client, text, values);
    const amounts = rows.map((row) => ({
      stream: row.stream,
      revision: row.revision,
      lineKey: row.line_key,
      fiscalYear: row.fiscal_year,
      column: row.amount_column,
      effectiveDate: row.effective_date,
      amountFen: fenOf(row.amount),
    }));
    return { standing: sides.standing, amounts };
  });
}

interface AmountRow {
  stream: string;
  revision: number;
  line_key: string;
  fiscal_year: number;
  amount_column: AmountColumn;
  effective_date: string;
  amount: string;
}

/** Each line is looked up by itself, which is what the index is for. */
function ofLines(
  sides: Sides,
  question: DifferenceQuestion,
  lineKeys: readonly string[],
): { text: string; values: unknown[] } {
  const streamOfUnit = (unit: string): string =>
    streamOf({ division: question.place.division, department: departmentOf(unit) });
  const units = lineKeys.map((key) => key.split('|')[0] ?? '');
  return {
    text: amountsByLine(
      postingsOf(
        question,
        `${SIDES} join unnest($8::text[], $9::text[], $10::text[]) as line (stream, unit, line_key) using (stream)`,
        'posting.unit = line.unit and posting.line_key = line.line_key',
      ),
    ),
    values: [...sideValues(sides, question), units.map(streamOfUnit), units, lineKeys],
  };
}

/** Each event is looked up by itself. */
function ofEvents(
  sides: Sides,
  question: DifferenceQuestion,
  events: readonly EventPlace[],
): { text: string; values: unknown[] } {
  return {
    text: amountsByLine(
      postingsOf(
        question,
        `${SIDES} join unnest($8::text[], $9::bigint[]) as asked (stream, asked_revision) using (stream)`,
        'posting.revision = asked_revision',
      ),
    ),
    values: [
      ...sideValues(sides, question),
      events.map(({ stream }) => stream),
      events.map(({ revision }) => revision),
    ],
  };
}

function amountsByLine(from: string): string {
  return `
    select side.stream, posting.revision, posting.line_key, fiscal_year, amount_column, effective_date, sum(amount) as amount ${from}
     group by side.stream, posting.revision, posting.line_key, fiscal_year, amount_column, effective_date
     order by side.stream, posting.revision, posting.line_key, amount_column, effective_date`;
}
