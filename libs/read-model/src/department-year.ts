import { type CeilingScope, type Fen, fenOf, type Line, streamOf, type Version } from '#domain';
import { type Database, inSnapshot } from '#postgres';

import { cutsOf } from './cuts';
import { linesIn } from './lines-as-of';
import { keptPostings } from './postings';
import { sayingsIn } from './sayings';
import { isInTransit, type Transit } from './transit';
import { type TransitsReading, transitsIn } from './transits';

export interface DepartmentKey {
  division: string;
  department: string;
}

/** A department's year as a whole: what is no unit's own. */
export interface DepartmentYear {
  stream: string;
  standing: TransitsReading['standing'];
  /** 已结账 */
  closed: boolean;
  /** Every line of the year, the pool's and all units'. */
  lines: Line[];
  ceilings: { scope: CeilingScope; limitFen: Fen }[];
  /** Transfers from and to other departments that are not over. */
  inTransit: Transit[];
}

/** Nothing where the department had no event at all. */
export function readDepartmentYear(
  database: Database,
  key: DepartmentKey,
  fiscalYear: number,
  { asOf, effectiveOn }: Version = {},
): Promise<DepartmentYear | undefined> {
  return inSnapshot(database, async (client) => {
    const found = await cutsOf(client, key, asOf);
    if (found === undefined) return undefined;
    const { cuts, isNewest } = found;
    const fiscalYears = [fiscalYear];
    const said = { cuts, effectiveOn, fiscalYears };
    const question = { place: key, cuts, isNewest, effectiveOn, fiscalYears, postings: keptPostings(database) };
    const lines = await linesIn(client, question);
    const ceilings = await sayingsIn(client, {
      kind: 'ceiling',
      ...said,
    });
    const [status] = await sayingsIn(client, { kind: 'year-status', ...said });
    const { standing, transits } = await transitsIn(client, found, fiscalYear, { asOf, effectiveOn });
    return {
      stream: streamOf(key),
      standing,
      closed: status?.content.closed ?? false,
      lines: lines.map(({ line }) => line),
      ceilings: ceilings
        .sort((a, b) => (a.item < b.item ? -1 : 1))
        .flatMap(({ content: { scope, limitYuan } }) =>
          limitYuan === null ? [] : [{ scope, limitFen: fenOf(limitYuan) }],
        ),
      inTransit: transits.filter(isInTransit),
    };
  });
}
