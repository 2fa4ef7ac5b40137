import type { CloseYear, ReopenYear } from './commands';
import { basisOf, refuse } from './decide-basis';
import { lastDayOf } from './effects';
import type { CommandRefused, YearClosed, YearReopened } from './events';
import { notCarriedOver } from './not-carried-over';
import { type Refusal, refusal } from './refusal';
import { refusedFor, yearClosed } from './rules';
import type { State } from './state';

/**
 * 年终结账, on the last day of the year or later. Money that is under way to another department must have arrived or come back; what is
 * left on lines is no hindrance, but it is told.
 */
export function closeYear(state: State, command: CloseYear): YearClosed | CommandRefused {
  const { fiscalYear } = command;
  const broken =
    yearClosed(state, [fiscalYear]) ??
    beforeYearEnd(fiscalYear, command.effectiveDate) ??
    hasTransit(state, fiscalYear);
  if (broken !== undefined) return refuse(command, broken);
  const left = notCarriedOver(state, fiscalYear);
  const warned = left === undefined ? {} : { notCarriedOver: left };
  return { type: 'year.closed.v1', data: { ...basisOf(command), fiscalYear, ...warned } };
}

export function reopenYear(state: State, command: ReopenYear): YearReopened | CommandRefused {
  const { fiscalYear } = command;
  if (!state.closedYears.has(fiscalYear)) {
    return refuse(command, refusal('year-not-closed', [{ field: 'fiscalYear', value: String(fiscalYear) }]));
  }
  return { type: 'year.reopened.v1', data: { ...basisOf(command), fiscalYear } };
}

function beforeYearEnd(fiscalYear: number, effectiveDate: string): Refusal | undefined {
  const lastDay = lastDayOf(fiscalYear);
  if (effectiveDate >= lastDay) return undefined;
  const figure = { field: 'effectiveDate', value: effectiveDate, expected: `≥ ${lastDay}` };
  return refusal('effective-date-outside-fiscal-year', [figure]);
}

function hasTransit(state: State, fiscalYear: number): Refusal | undefined {
  return refusedFor(
    'year-has-transit',
    [...state.transits.values()].filter((sent) => sent.fiscalYear === fiscalYear),
    ({ transitId }) => ({ field: 'fiscalYear', value: transitId }),
  );
}
