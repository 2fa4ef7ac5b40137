import type { CeilingScope, Staffing } from './commands';
import { effectsOf, type LineEffect } from './effects';
import type {
  DepartmentTransferSent,
  EventType,
  LedgerEvent,
  PerformanceTargets,
  PerformanceTargetsSet,
  PublicationTextSet,
} from './events';
import {
  AMOUNT_COLUMNS,
  availableDelta,
  dimensionsOf,
  emptyLine,
  type Line,
  type LineDimensions,
  lineKeyOf,
} from './line';
import { type Fen, fenOf } from './money';
import { type PublicationSection, type PublicationTexts, withSections } from './publication-text';
import { RevisionMap } from './revision-map';
import { Sequence } from './sequence';
import { type NameKind, Spellings } from './spellings';
import { changed, type Timeline } from './timeline';

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
const emptyUnitYear: UnitYear = { lines: new Map(), targets: new Map(), texts: new Map() };

/** Folds one event. A missing case does not compile. */
export function evolve(state: State, event: LedgerEvent): State {
  const effects = effectsOf(event);
  const after = applied(state, event, effects);
  const kept = isReversible(event.type) ? effects : [];
  return { ...after, history: state.history.appended(pastText(after, event.type, kept)) };
}

/** The state that an event leaves, as part of the revision that is being made: the history does not know it yet. */
export function applied(before: State, event: LedgerEvent, effects: readonly LineEffect[] = effectsOf(event)): State {
  // What was refused names nothing.
  const state = event.type === 'command.refused.v1' ? before : spelled(before, 'document', event.data.documentNumber);
  if (effects.length === 0) return besides(state, event);
  return besides(countCarryOvers(post(state, effects, revisionOf(state) + 1), effects), event);
}

function spelled(state: State, kind: NameKind, name: string): State {
  const spellings = state.spellings.with(kind, name);
  return spellings === state.spellings ? state : { ...state, spellings };
}

/** What an event changes besides the amounts of lines. */
function besides(state: State, event: LedgerEvent): State {
  switch (event.type) {
    case 'unit.registered.v1': {
      const { unit, name, departmentName, staffing } = event.data;
      const registered: Unit = { unit, name, departmentName, ...(staffing === undefined ? {} : { staffing }) };
      return { ...state, units: new Map(state.units).set(unit, registered) };
    }
    case 'performance-targets.set.v1':
      return setTargets(state, event.data);
    case 'publication-text.set.v1':
      return setTexts(state, event.data);
    case 'department-transfer.sent.v1':
      return { ...state, transits: new Map(state.transits).set(event.data.transitId, event.data) };
    case 'department-transfer.settled.v1':
    case 'department-transfer.returned.v1':
      return { ...state, transits: without(state.transits, event.data.transitId) };
    case 'ceiling.set.v1': {
      const { fiscalYear, scope, limitYuan } = event.data;
      const key = ceilingKeyOf(fiscalYear, scope);
      const named = scope.kind === 'project' ? spelled(state, 'project', scope.project) : state;
      if (limitYuan === null) return { ...named, ceilings: without(state.ceilings, key) };
      return {
        ...named,
        ceilings: new Map(state.ceilings).set(key, { fiscalYear, scope, limitFen: fenOf(limitYuan) }),
      };
    }
    case 'event.reversed.v1':
      return { ...state, reversedRevisions: state.reversedRevisions.with(event.data.reversedRevision, true) };
    case 'year.closed.v1':
      return { ...state, closedYears: new Set(state.closedYears).add(event.data.fiscalYear) };
    case 'year.reopened.v1': {
      const closedYears = new Set(state.closedYears);
      closedYears.delete(event.data.fiscalYear);
      return { ...state, closedYears };
    }
    case 'commands.combined.v1':
      return event.data.events.reduce(besides, state);
    case 'budget.allocated.v1':
    case 'budget.handed-down.v1':
    case 'balance.carried-over.v2':
    case 'budget.adjusted.v1':
    case 'department-transfer.received.v1':
    case 'funds.frozen.v1':
    case 'funds.released.v1':
    case 'payment.recorded.v1':
    case 'refund.recorded.v1':
    case 'balance.reclaimed.v1':
    case 'command.refused.v1':
      return state;
  }
}

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

/** The legs of a transfer between departments hang together, and a reversal or a close is undone by other means. */
function isReversible(type: EventType): boolean {
  return !type.startsWith('department-transfer.') && type !== 'event.reversed.v1';
}

function post(state: State, effects: readonly LineEffect[], revision: number): State {
  const years = new Map(state.years);
  const copied = new Map<number, Map<string, Map<string, LedgerLine>>>();
  let { spellings } = state;
  for (const effect of effects) {
    const lines = writableLines(years, copied, effect);
    const key = lineKeyOf(effect.line);
    let before = lines.get(key);
    if (before === undefined) {
      const { project } = effect.line;
      if (project !== undefined) spellings = spellings.with('project', project);
      before = emptyLedgerLine(effect.line, effect.fiscalYear, lines.size);
    }
    lines.set(key, postTo(before, effect, revision));
  }
  return { ...state, years, spellings };
}

function postTo(before: LedgerLine, effect: LineEffect, revision: number): LedgerLine {
  const { column, deltaFen, effectiveDate: date, freezeRevision = revision } = effect;
  const { available, netPaid, holds } = before;
  const paidFen = column === 'paid' ? deltaFen : column === 'refunded' ? -deltaFen : 0n;
  // The copy is this function's own until it is answered, and making one is dear enough to make only one.
  const after: { -readonly [K in keyof LedgerLine]: LedgerLine[K] } = { ...before };
  after[column] += deltaFen;
  if (effect.late === true) after.lateCarriedOver += deltaFen;
  after.available = changed(available, date, availableDelta(column, deltaFen));
  after.netPaid = changed(netPaid, date, paidFen);
  if (column === 'frozen') after.holds = held(holds, freezeRevision, date, deltaFen);
  return after;
}

function held(
  holds: RevisionMap<Timeline>,
  freezeRevision: number,
  date: string,
  deltaFen: Fen,
): RevisionMap<Timeline> {
  const timeline = changed(holds.get(freezeRevision) ?? [], date, deltaFen);
  return timeline.length === 0 ? holds.without(freezeRevision) : holds.with(freezeRevision, timeline);
}

/**
 * An event as the history keeps it: its type, then each posting as unit/year/place/column/fen/date and, where it has one, /freeze or /late. A
 * history of a million events fits into memory as text, and is copied into a snapshot as it is.
 */
function pastText(after: State, type: EventType, effects: readonly LineEffect[]): string {
  const postings = effects.map(({ line, fiscalYear, column, deltaFen, effectiveDate, freezeRevision, late }) => {
    const place = ledgerLineOf(after, fiscalYear, line)?.place ?? -1;
    const parts = [line.unit, fiscalYear, place, AMOUNT_COLUMNS.indexOf(column), deltaFen, effectiveDate];
    const last = late === true ? 'late' : freezeRevision;
    return (last === undefined ? parts : [...parts, last]).join('/');
  });
  // Joining makes one flat string; put together by a template it would keep its parts.
  return [type, ...postings].join(' ');
}

/** What became of a revision; undefined for one that does not exist. Throws a RangeError where a posting names no line of the state. */
export function pastEventOf(state: State, revision: number): PastEvent | undefined {
  const text = state.history.at(revision - 1);
  if (text === undefined) return undefined;
  const [type, ...postings] = text.split(' ');
  const linesMet = new Map<UnitYear, LedgerLine[]>();
  const effects = postings.map((posting): LineEffect => {
    const [unit = '', year, place, column, fen = '', effectiveDate = '', last] = posting.split('/');
    const unitYear = unitYearOf(state, Number(year), unit);
    const lines = linesMet.get(unitYear) ?? [...unitYear.lines.values()];
    linesMet.set(unitYear, lines);
    const line = lines[Number(place)];
    const name = AMOUNT_COLUMNS[Number(column)];
    if (line?.place !== Number(place) || name === undefined) {
      throw new RangeError(`revision ${revision} posts to no line or column of the state: ${posting}`);
    }
    const { dimensions, fiscalYear } = line;
    const effect = { line: dimensions, fiscalYear, column: name, deltaFen: BigInt(fen), effectiveDate };
    if (last === 'late') return { ...effect, late: true };
    return last === undefined ? effect : { ...effect, freezeRevision: Number(last) };
  });
  return { type: type as EventType, effects };
}

/** Copies the path to a unit's lines once for each event, however many of its lines the event touches. */
function writableLines(
  years: Map<number, ReadonlyMap<string, UnitYear>>,
  copied: Map<number, Map<string, Map<string, LedgerLine>>>,
  { fiscalYear, line: { unit } }: LineEffect,
): Map<string, LedgerLine> {
  let copiedUnits = copied.get(fiscalYear);
  if (copiedUnits === undefined) copied.set(fiscalYear, (copiedUnits = new Map<string, Map<string, LedgerLine>>()));
  const known = copiedUnits.get(unit);
  if (known !== undefined) return known;
  const units = new Map(years.get(fiscalYear));
  const before = units.get(unit) ?? emptyUnitYear;
  const lines = new Map(before.lines);
  units.set(unit, { ...before, lines });
  years.set(fiscalYear, units);
  copiedUnits.set(unit, lines);
  return lines;
}

function setTargets(state: State, data: PerformanceTargetsSet['data']): State {
  const { fiscalYear, unit, project = '', declaredFunds, tasks, goals, indicators } = data;
  const named = project === '' ? state : spelled(state, 'project', project);
  return changeUnitYear(named, fiscalYear, unit, (before) => ({
    ...before,
    targets: new Map(before.targets).set(project, { declaredFunds, tasks, goals, indicators }),
  }));
}

function setTexts(state: State, { fiscalYear, unit, sections }: PublicationTextSet['data']): State {
  const named = sections.reduce((reached, section) => {
    const name = nameInSection(section);
    return name === undefined ? reached : spelled(reached, ...name);
  }, state);
  return changeUnitYear(named, fiscalYear, unit, (before) => ({
    ...before,
    texts: withSections(before.texts, sections),
  }));
}

/** The name that tells a section from others of its kind. */
export function nameInSection(section: PublicationSection): [kind: NameKind, name: string] | undefined {
  switch (section.section) {
    case 'project':
      return ['project', section.project];
    case 'change-reason':
      return ['measure', section.measure];
    case 'duties':
    case 'organization':
    case 'state-assets':
    case 'glossary':
      return undefined;
  }
}

function changeUnitYear(state: State, fiscalYear: number, unit: string, change: (before: UnitYear) => UnitYear): State {
  const years = new Map(state.years);
  const units = new Map(years.get(fiscalYear));
  units.set(unit, change(units.get(unit) ?? emptyUnitYear));
  return { ...state, years: years.set(fiscalYear, units) };
}

/** A computed carry-over is what takes money out of a year, and its mirror image gives it back: each counts once for each event. */
function countCarryOvers(state: State, effects: readonly LineEffect[]): State {
  const out = effects.filter(({ column }) => column === 'carriedOut');
  if (out.length === 0) return state;
  const computedCarryOvers = new Map(state.computedCarryOvers);
  for (const [into, by] of new Map(out.map(({ fiscalYear, deltaFen }) => [fiscalYear + 1, deltaFen > 0n ? 1 : -1]))) {
    computedCarryOvers.set(into, (computedCarryOvers.get(into) ?? 0) + by);
  }
  return { ...state, computedCarryOvers };
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

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}
