import { type CeilingScope, type Fen, fenOf, type Line, streamOf, type Version } from '#domain';
import { type Database, inSnapshot, type Transaction } from '#postgres';

import { type Cuts, cutsOf } from './cuts';
import { linesIn } from './lines-as-of';
import { keptPostings } from './postings';
import { sayingsIn } from './sayings';
import type { Transit } from './transit';
import { openTransitsIn, type Sees, type TransitsReading } from './transits';

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

/** Its lines, and whether it is closed. */
export type DepartmentYearLines = Pick<DepartmentYear, 'stream' | 'standing' | 'closed' | 'lines'>;

/** Nothing where the department had no event at all. */
export function readDepartmentYearLines(
  database: Database,
  key: DepartmentKey,
  fiscalYear: number,
  version: Version = {},
): Promise<DepartmentYearLines | undefined> {
  return inSnapshot(database, async (client) => {
    const found = await cutsOf(client, key, version.asOf);
    return found === undefined ? undefined : linesOfYear(client, database, { key, found, fiscalYear, version });
  });
}

/** Nothing where the department had no event at all. */
export function readDepartmentYear(
  database: Database,
  key: DepartmentKey,
  fiscalYear: number,
  version: Version = {},
  sees?: Sees,
): Promise<DepartmentYear | undefined> {
  return inSnapshot(database, async (client) => {
    const found = await cutsOf(client, key, version.asOf);
    if (found === undefined) return undefined;
    const ofYear = await linesOfYear(client, database, { key, found, fiscalYear, version });
    const { effectiveOn } = version;
    const ceilings = await sayingsIn(client, {
      kind: 'ceiling',
      cuts: found.cuts,
      effectiveOn,
      fiscalYears: [fiscalYear],
    });
    const { standing, transits } = await openTransitsIn(client, found, fiscalYear, version, sees);
    return {
      ...ofYear,
      standing,
      ceilings: ceilings
        .sort((a, b) => (a.item < b.item ? -1 : 1))
        .flatMap(({ content: { scope, limitYuan } }) =>
          limitYuan === null ? [] : [{ scope, limitFen: fenOf(limitYuan) }],
        ),
      inTransit: transits,
    };
  });
}

async function linesOfYear(
  client: Transaction,
  database: Database,
  asked: { key: DepartmentKey; found: Cuts; fiscalYear: number; version: Version },
): Promise<DepartmentYearLines> {
  const { key, found, fiscalYear, version } = asked;
  const { cuts, isNewest, standing } = found;
  const { effectiveOn } = version;
  const fiscalYears = [fiscalYear];
  const question = { place: key, cuts, isNewest, effectiveOn, fiscalYears, postings: keptPostings(database) };
  const lines = await linesIn(client, question);
  const [status] = await sayingsIn(client, { kind: 'year-status', cuts, effectiveOn, fiscalYears });
  return {
    stream: streamOf(key),
    standing,
    closed: status?.content.closed ?? false,
    lines: lines.map(({ line }) => line),
  };
}
