import { type CeilingScope, fenOf, type Fen, type Line, streamOf } from '#domain';

import { type Database, inSnapshot, rowsOf, type Transaction } from './database';
import { LINE_ROW_COLUMNS, lineOf, type LineRow } from './line-row';
import { standingOfStream, type StreamStanding } from './streams';
import { type Transit, transitsIn } from './transits';

export interface DepartmentKey {
  division: string;
  department: string;
}

/** A department's year as a whole: what is no unit's own. */
export interface DepartmentYear {
  standing: StreamStanding;
  /** 已结账 */
  closed: boolean;
  /** Every line of the year, the pool's and all units'. */
  lines: Line[];
  ceilings: { scope: CeilingScope; limitFen: Fen }[];
  /** Transfers from and to other departments that are not over. */
  inTransit: Transit[];
}

/** Nothing where the department has no event at all. */
export function readDepartmentYear(
  database: Database,
  key: DepartmentKey,
  fiscalYear: number,
): Promise<DepartmentYear | undefined> {
  return inSnapshot(database, async (client) => {
    const stream = streamOf(key);
    const standing = await standingOfStream(client, stream);
    if (standing === undefined) return undefined;
    const place = [key.division, key.department, fiscalYear];
    const lines = await rowsOf<LineRow>(client, LINES_OF_DEPARTMENT_YEAR, place);
    const ceilings = await rowsOf<{ scope: CeilingScope; limit_amount: string }>(client, CEILINGS, place);
    const transits = await transitsIn(client, stream, fiscalYear);
    return {
      standing,
      closed: await isClosed(client, place),
      lines: lines.map(lineOf),
      ceilings: ceilings.map(({ scope, limit_amount }) => ({ scope, limitFen: fenOf(limit_amount) })),
      inTransit: transits.filter(isInTransit),
    };
  });
}

/** For the sender until it knows of the end, for the receiver until it has decided. */
function isInTransit({ direction, status }: Transit): boolean {
  return direction === 'out' ? status !== 'settled' && status !== 'returned' : status === 'sent';
}

async function isClosed(client: Transaction, place: readonly (string | number)[]): Promise<boolean> {
  const [row] = await rowsOf<{ closed: boolean }>(client, YEAR_STATUS, place);
  return row?.closed ?? false;
}

/** The order is part of the answer: by unit and key, which is the same on every machine. */
const LINES_OF_DEPARTMENT_YEAR = `
  select ${LINE_ROW_COLUMNS} from budget_line
   where division = $1 and department = $2 and fiscal_year = $3
   order by unit, line_key`;

const CEILINGS = `
  select scope, limit_amount from ceiling
   where division = $1 and department = $2 and fiscal_year = $3 and limit_amount is not null
   order by scope_key`;

const YEAR_STATUS = 'select closed from year_status where division = $1 and department = $2 and fiscal_year = $3';
