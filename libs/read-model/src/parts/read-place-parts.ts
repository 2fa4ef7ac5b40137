import type { Version } from '#domain';
import { type Database, inSnapshot } from '#postgres';

import { unitsIn } from '../budget';
import { type BudgetPlace, cutsOf, type StandsOn } from '../cuts';
import type { Within } from '../extents';
import type { KnownUnit } from '../known-unit';
import { linesIn } from '../lines-as-of';
import { keptPostings } from '../postings';
import { earlierParts } from './earlier-parts';
import { partsNow } from './parts-now';
import type { PartsPlace, PlacePart } from './place-part';

export interface PartsReading {
  standing: StandsOn;
  parts: PlacePart[];
  /** Where there is no part: the units that there are, whatever their years. */
  known: KnownUnit[];
}

/**
 * The departments of a division, or the units of a department, that have anything of a year and of which anything is within; by code. As
 * they stand now they come from sums that the tables keep; any other version is summed up from its lines. Nothing where no unit was
 * registered there.
 */
export function readPlaceParts(
  database: Database,
  place: PartsPlace,
  fiscalYear: number,
  version: Version,
  within?: Within,
): Promise<PartsReading | undefined> {
  return inSnapshot(database, async (client) => {
    const { division, department } = place;
    const at: BudgetPlace = department === undefined ? { division } : { division, department };
    const found = await cutsOf(client, at, version.asOf, within);
    if (found === undefined) return undefined;
    const { standing, cuts, isNewest } = found;
    const { effectiveOn } = version;
    if (isNewest && effectiveOn === undefined) {
      const parts = await partsNow(client, place, fiscalYear, within);
      if (parts.length > 0) return { standing, parts, known: [] };
    }
    const known = await unitsIn(client, at, cuts);
    if (known.length === 0) return undefined;
    const fiscalYears = [fiscalYear];
    const postings = keptPostings(database);
    const lines = await linesIn(client, { place: at, cuts, isNewest, effectiveOn, fiscalYears, postings });
    const parts = earlierParts(
      place,
      fiscalYear,
      known,
      lines.map(({ line }) => line),
      within,
    );
    return { standing, parts, known };
  });
}
