import type { LineEffect } from './effects';
import { availableDelta, lineKeyOf } from './line';
import type { Fen } from './money';
import { type RevisionMap } from './revision-map';
import { changed, type Timeline } from './timeline';
import { emptyLedgerLine, emptyUnitYear, type LedgerLine, type State, type UnitYear } from './state';

/** The state with every posting of an event on its line. */
export function post(state: State, effects: readonly LineEffect[], revision: number): State {
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
