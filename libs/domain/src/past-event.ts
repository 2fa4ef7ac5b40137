import type { LineEffect } from './effects';
import type { EventType } from './events';
import { AMOUNT_COLUMNS } from './line';
import { type LedgerLine, ledgerLineOf, type PastEvent, type State, type UnitYear, unitYearOf } from './state';

/**
 * An event as the history keeps it: its type, then each posting as unit/year/place/column/fen/date and, where it has one, /freeze or /late. A
 * history of a million events fits into memory as text, and is copied into a snapshot as it is.
 */
export function pastText(after: State, type: EventType, effects: readonly LineEffect[]): string {
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
