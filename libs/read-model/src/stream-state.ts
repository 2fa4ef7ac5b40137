import type { Line } from '#domain';
import type { RowOf } from '#postgres';

import type { UnitNames } from './search/search-name-rows';
import type { STREAM_HEAD } from './tables';
import type { TouchedUnit, TouchedYear } from './unit-year-rows';

/** Where one stream stands while the log is folded: what the tables of the newest state will hold, and which keys are taken. */
export interface StreamState {
  stream: string;
  division: string;
  department: string;
  /** By place. */
  lines: Map<string, Line>;
  /** By unit and year. */
  years: Map<string, TouchedYear>;
  /** By unit or pool, the newest event that touched every year of it that was known. */
  registered: Map<string, TouchedUnit>;
  /** By unit, what its newest registration calls it and its department. */
  names: Map<string, UnitNames>;
  /** The revisions that were reversed. */
  reversed: Set<number>;
  /** Transfers and their legs. */
  legs: Set<string>;
  head: RowOf<typeof STREAM_HEAD> | undefined;
}

export function newStreamState(stream: string): StreamState {
  const [division = '', department = ''] = stream.split('/');
  return {
    ...{ stream, division, department },
    lines: new Map(),
    years: new Map(),
    registered: new Map(),
    names: new Map(),
    reversed: new Set(),
    legs: new Set(),
    head: undefined,
  };
}

/** What is resident of one, measured as kept heap for each of so many. */
const STATE_BYTES = 2_048;
const LINE_BYTES = 1_024;
const YEAR_BYTES = 512;
const KEY_BYTES = 64;

export function bytesOf({ lines, years, registered, names, reversed, legs }: StreamState): number {
  return (
    STATE_BYTES +
    lines.size * LINE_BYTES +
    (years.size + registered.size + names.size) * YEAR_BYTES +
    (reversed.size + legs.size) * KEY_BYTES
  );
}
