import { type AsOf, dimensionsOfKey, emptyLine, type Fen, type Line, parseAsOf, type Version } from '#domain';
import { type BudgetPlace, type BudgetReading, type LineAmount } from '#read-model';
import { Problem } from '#platform';
import type { QueryBus } from '@nestjs/cqrs';

import { ReadBudget } from '../budget-queries';

/** A state that was read, with the version that names it for ever. */
export interface ReadState {
  fiscalYear: number;
  reading: BudgetReading;
  version: Version;
}

/**
 * Reads a state and pins it: its version then names the position that it stands on, so that whatever is read of it afterwards is of
 * the same state, whatever is written meanwhile.
 */
export async function readState(
  queries: QueryBus,
  place: BudgetPlace,
  fiscalYear: number,
  version: Version,
): Promise<ReadState> {
  const reading = await queries.execute(new ReadBudget(place, fiscalYear, [], version));
  const { position } = reading.standing;
  return { fiscalYear, reading, version: { ...version, asOf: asOfPosition(position) } };
}

/** The same, and nothing where nothing was known of the place or the year by then. */
export async function readStateIfKnown(
  queries: QueryBus,
  place: BudgetPlace,
  fiscalYear: number,
  version: Version,
): Promise<ReadState | undefined> {
  try {
    return await readState(queries, place, fiscalYear, version);
  } catch (error) {
    if (error instanceof Problem && error.details.code === 'not-found') return undefined;
    throw error;
  }
}

function asOfPosition(position: string): AsOf {
  const asOf = parseAsOf(position);
  if (asOf === undefined) throw new Error(`the answer names no position but ${position}`);
  return asOf;
}

/** A line by its key alone: what the filters of layouts look at. */
export function bareLine({ lineKey, fiscalYear }: LineAmount): Line {
  return emptyLine(dimensionsOfKey(lineKey), fiscalYear);
}

/** Events must add up to what the tables say, to the fen. Where they do not, the tables are wrong, and no answer is better than a wrong one. */
export function assertAddsUp(what: string, stated: Fen, fromEvents: Fen): void {
  if (stated === fromEvents) return;
  throw new Error(`${what}: the tables state ${stated} fen and the events add up to ${fromEvents} fen`);
}
