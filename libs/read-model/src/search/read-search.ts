import { type Database, inSnapshot, rowsOf, type Transaction } from '#postgres';

import type { StandsOn } from '../cuts';
import { type Extent, withinCondition } from '../extents';
import { standingOfAll } from '../parts/divisions';
import { type NumberedDocument, readDocuments } from './read-documents';
import { type NamedThing, type NamesQuestion, readNames } from './read-names';

export interface SearchReading {
  standing: StandsOn;
  /** Those that were asked about of which there is anything within. */
  divisions: string[];
  names: NamedThing[];
  documents: NumberedDocument[];
}

interface SearchQuestion extends NamesQuestion {
  /** Divisions that are called so by the code lists, whether there is anything of them or not. */
  divisions: readonly string[];
  withDocuments: boolean;
}

/** What is called or numbered so, of one state. */
export function readSearch(database: Database, question: SearchQuestion): Promise<SearchReading> {
  return inSnapshot(database, async (client) => ({
    standing: await standingOfAll(client),
    divisions: await knownDivisions(client, question.divisions, question.units),
    names: await readNames(client, question),
    documents: question.withDocuments ? await readDocuments(client, question) : [],
  }));
}

async function knownDivisions(
  client: Transaction,
  divisions: readonly string[],
  extents: readonly Extent[] | undefined,
): Promise<string[]> {
  if (divisions.length === 0) return [];
  const values: unknown[] = [divisions];
  const isWithin = withinCondition(extents, { division: 'division', department: 'department', unit: 'unit' }, values);
  const rows = await rowsOf<{ code: string }>(
    client,
    `select code from unnest($1::text[]) as code
      where exists (select from search_name where kind = 'unit' and division = code and ${isWithin})
      order by code`,
    values,
  );
  return rows.map(({ code }) => code);
}
