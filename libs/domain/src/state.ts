import type { CeilingScope, Staffing } from './commands';
import type { LineEffect } from './effects';
import type { DepartmentTransferSent, EventType, PerformanceTargets } from './events';
import { dimensionsOf, emptyLine, type Line, type LineDimensions, lineKeyOf } from './line';
import type { Fen } from './money';
import type { PublicationTexts } from './publication-text';
import { RevisionMap } from './revision-map';
import { Sequence } from './sequence';
import { Spellings } from './spellings';
import type { Timeline } from './timeline';

export interface Unit {
  unit: string;
  name: string;
  departmentName: string;
  staffing?: Staffing;
}

/** A line with what a decision asks of it: amounts over effective dates, since none of them may fall below zero on any day. */
export interface LedgerLine extends Line {
  /** How many lines its unit had in the year when it came to be: a shorter name for it than its dimensions. */
  readonly place: number;
  /** The line's dimensions alone. */
  readonly dimensions: LineDimensions;
  readonly available: Timeline;
  /** Paid less refunded. */
  readonly netPaid: Timeline;
  /** What freezes hold of the line, by the revision of the freeze; one that holds nothing on any day is left out. */
  readonly holds: RevisionMap<Timeline>;
}

/** One unit's budget of one fiscal year. Targets are keyed by project; the unit's own (table 10) stand under ''. */
export interface UnitYear {
  readonly lines: ReadonlyMap<string, LedgerLine>;
  readonly targets: ReadonlyMap<string, PerformanceTargets>;
  readonly texts: PublicationTexts;
}

/** What became of one revision: enough to reverse it. `effects` is empty where nothing can be reversed. */
export interface PastEvent {
  readonly type: EventType;
  readonly effects: readonly LineEffect[];
}

export interface Ceiling {
  readonly fiscalYear: number;
  readonly scope: CeilingScope;
  readonly limitFen: Fen;
}

/**
 * The state of one stream: one department over all years. Values are never changed in place; an event copies the path to what it
 * touches (year, unit, line), so earlier states stay valid and a speculative state costs no more than what it changes.
 */
export interface State {
  readonly units: ReadonlyMap<string, Unit>;
  readonly years: ReadonlyMap<number, ReadonlyMap<string, UnitYear>>;
  /** Every event that was folded, refusals among them, in order: the one at index i made revision i + 1. `pastEventOf` reads them. */
  readonly history: Sequence<string>;
  readonly reversedRevisions: RevisionMap<true>;
  /** How many computed carry-overs into a year stand. */
  readonly computedCarryOvers: ReadonlyMap<number, number>;
  readonly closedYears: ReadonlySet<number>;
  /** By scope and year. */
  readonly ceilings: ReadonlyMap<string, Ceiling>;
  /** Transfers to other departments that are under way, by the id of the event that sent them. */
  readonly transits: ReadonlyMap<string, DepartmentTransferSent['data']>;
  /** Every name by which lines, ceilings, targets, texts and documents are told apart, as it was spelled. */
  readonly spellings: Spellings;
}

export const emptyState: State = {
  units: new Map(),
  years: new Map(),
  history: Sequence.of(),
  reversedRevisions: RevisionMap.of(),
  computedCarryOvers: new Map(),
  closedYears: new Set(),
  ceilings: new Map(),
  transits: new Map(),
  spellings: Spellings.none,
};
export const emptyUnitYear: UnitYear = { lines: new Map(), targets: new Map(), texts: new Map() };

/** The newest revision of the stream. */
export function revisionOf(state: State): number {
  return state.history.length;
}

export function unitYearOf(state: State, fiscalYear: number, unit: string): UnitYear {
  return state.years.get(fiscalYear)?.get(unit) ?? emptyUnitYear;
}

export function ledgerLineOf(state: State, fiscalYear: number, line: LineDimensions): LedgerLine | undefined {
  return unitYearOf(state, fiscalYear, line.unit).lines.get(lineKeyOf(line));
}

/** Every line of a year, the pool's among them. */
export function linesOfYear(state: State, fiscalYear: number): LedgerLine[] {
  return [...(state.years.get(fiscalYear)?.values() ?? [])].flatMap(({ lines }) => [...lines.values()]);
}

const NO_CHANGES: Timeline = [];
const NO_HOLDS = RevisionMap.of<Timeline>();

export function emptyLedgerLine(named: LineDimensions, fiscalYear: number, place: number): LedgerLine {
  const line = emptyLine(named, fiscalYear) as { -readonly [K in keyof LedgerLine]: LedgerLine[K] };
  line.place = place;
  line.dimensions = dimensionsOf(named);
  line.available = NO_CHANGES;
  line.netPaid = NO_CHANGES;
  line.holds = NO_HOLDS;
  return line;
}

export function ceilingKeyOf(fiscalYear: number, scope: CeilingScope): string {
  const unit = scope.unit ?? '';
  switch (scope.kind) {
    case 'three-public':
      return `${fiscalYear}|three-public|${unit}`;
    case 'project':
      return `${fiscalYear}|project|${unit}|${scope.project}`;
    case 'source':
      return `${fiscalYear}|source|${unit}|${scope.source}`;
  }
}
