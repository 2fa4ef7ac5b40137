import { coverRule, namedEffects } from './availability';
import { ceilingExceeded } from './ceilings';
import type { Chart } from './chart';
import type { Command } from './commands';
import type { TransitCommand } from './transit-commands';
import { effectsOf } from './effects';
import type { CommandRefused, EventBasis, LedgerEvent } from './events';
import type { PostingLine } from './line';
import { withTwoPlaces } from './money';
import type { RecordedRefusal, Refusal } from './refusal';
import {
  effectiveDateOutsideFiscalYear,
  type NamedLine,
  originYearNotEarlier,
  unitNotRegistered,
  unitOutsideDepartment,
  unitPlaces,
  unknownCode,
  yearClosed,
} from './rules';
import type { State } from './state';

/** What a decision may look at besides the stream's own state. Policies and approvals will stand here as well. */
export interface Context {
  chart: Chart;
  /** The day of the decision. Whoever decides again what was decided before, or has no clock, leaves it out. */
  today?: string;
}

/** What every posting must respect before its own rules are asked. */
export function postingRule(
  state: State,
  command: { department: string; fiscalYear: number; effectiveDate: string },
  { chart }: Context,
  lines: readonly NamedLine[],
): Refusal | undefined {
  return (
    unitOutsideDepartment(command.department, unitPlaces(lines)) ??
    unitNotRegistered(state, unitPlaces(lines)) ??
    effectiveDateOutsideFiscalYear(command.fiscalYear, command.effectiveDate) ??
    yearClosed(state, [command.fiscalYear]) ??
    unknownCode(chart, command.fiscalYear, lines) ??
    originYearNotEarlier(command.fiscalYear, lines)
  );
}

/**
 * The event, unless a line, a freeze or a ceiling forbids it. `fields` are the places in the command of the event's postings, in
 * order. What one side of the same command brings in does not count as available for the other.
 */
export function unlessShort<Event extends LedgerEvent>(
  state: State,
  command: Command | TransitCommand,
  event: Event,
  fields: readonly string[],
  { bringsIn = false }: { bringsIn?: boolean } = {},
): Event | CommandRefused {
  const effects = namedEffects(effectsOf(event), fields);
  const taking = bringsIn ? effects.filter(({ deltaFen }) => deltaFen < 0n) : effects;
  const broken = coverRule(state, taking) ?? ceilingExceeded(state, effects);
  return broken === undefined ? event : refuse(command, broken);
}

export function fieldsOf(...sides: (readonly NamedLine[])[]): string[] {
  return sides.flat().map(({ field }) => field);
}

export function refuse(command: Command | TransitCommand, broken: RecordedRefusal): CommandRefused {
  const { commandId: _id, expectedRevision: _revision, ...rest } = command;
  return { type: 'command.refused.v1', data: { refusal: broken, command: rest } };
}

export function basisOf({ documentNumber, effectiveDate, reason, attachmentSha256 }: EventBasis): EventBasis {
  return {
    documentNumber,
    effectiveDate,
    ...(reason === undefined ? {} : { reason }),
    ...(attachmentSha256 === undefined ? {} : { attachmentSha256 }),
  };
}

export function postingBasis(
  command: EventBasis & { fiscalYear: number },
  { chart }: Context,
): EventBasis & { fiscalYear: number; chartHash: string } {
  return { ...basisOf(command), fiscalYear: command.fiscalYear, chartHash: chart.hash };
}

/** Events spell amounts one way, with two places, whatever the command wrote. */
export function inYuan(lines: readonly PostingLine[]): PostingLine[] {
  return lines.map((line) => ({ ...line, amountYuan: withTwoPlaces(line.amountYuan) }));
}
