import { type AsOf, type LineClass, type Measure, parseAsOf, type Version } from '#domain';
import type { BudgetReading, Database } from '#read-model';

import { Unknown } from '../http/answer';
import { readKnownYear, type YearPlace } from './known-year';

/** A state that was read, with the version that names it for ever. */
export interface PinnedState {
  fiscalYear: number;
  reading: BudgetReading;
  version: Version;
}

/**
 * Reads a state and pins it: its version then names the position that it stands on, so that whatever is read of it afterwards is of
 * the same state, whatever is written meanwhile. Targets and texts are not read: it is money that is asked about.
 */
export async function readPinned(
  database: Database,
  at: YearPlace,
  version: Version,
  measures: readonly Measure[],
  only?: LineClass,
): Promise<PinnedState | Unknown> {
  const reading = await readKnownYear(database, at, [], version, { measures, only, sayings: false });
  if (reading instanceof Unknown) return reading;
  return { fiscalYear: at.year, reading, version: { ...version, asOf: asOfPosition(reading.standing.position) } };
}

/** The same, and nothing where nothing was known of the place or the year by then. */
export async function readPinnedIfKnown(
  database: Database,
  at: YearPlace,
  version: Version,
  measures: readonly Measure[],
  only?: LineClass,
): Promise<PinnedState | undefined> {
  const state = await readPinned(database, at, version, measures, only);
  return state instanceof Unknown ? undefined : state;
}

function asOfPosition(position: string): AsOf {
  const asOf = parseAsOf(position);
  if (asOf === undefined) throw new Error(`the answer names no position but ${position}`);
  return asOf;
}
