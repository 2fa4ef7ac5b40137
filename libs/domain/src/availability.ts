import type { LineEffect } from './effects';
import { availableDelta, type LineDimensions, lineKeyOf } from './line';
import { type Fen, yuanOf } from './money';
import type { Refusal } from './refusal';
import { refusedFor } from './rules';
import { ledgerLineOf, type State } from './state';
import { lowestFrom, type Timeline } from './timeline';

/** A posting on trial, with the place in the command that asks for it. */
export interface NamedEffect extends LineEffect {
  field: string;
}

/** Postings with their places: the fields stand in the order of the effects. */
export function namedEffects(effects: readonly LineEffect[], fields: readonly string[]): NamedEffect[] {
  return effects.map((effect, index) => ({ ...effect, field: fields[index] ?? fields.at(-1) ?? '' }));
}

/**
 * What no decision may break, whatever its kind: no line falls below zero available, no freeze gives more than it holds, and no more
 * is refunded than was paid, on the posting's effective date and on every later one.
 */
export function coverRule(state: State, effects: readonly NamedEffect[]): Refusal | undefined {
  return lineBelowZero(state, effects) ?? freezeShort(state, effects) ?? refundExceedsPaid(state, effects);
}

/** No line may give more than it has, all that the command takes from it counted together. */
function lineBelowZero(state: State, effects: readonly NamedEffect[]): Refusal | undefined {
  return short('line-below-zero', effects, {
    groupOf: (effect) => placeOf(effect),
    deltaOf: ({ column, deltaFen }) => availableDelta(column, deltaFen),
    timelineOf: ({ fiscalYear, line }) => ledgerLineOf(state, fiscalYear, line)?.available ?? [],
  });
}

/** Partial releases and payments may take from a freeze, line by line, until nothing is held any more. */
export function freezeShort(state: State, effects: readonly NamedEffect[]): Refusal | undefined {
  const ofFreezes = effects.filter(({ column, freezeRevision }) => column === 'frozen' && freezeRevision !== undefined);
  return short('freeze-short', ofFreezes, {
    groupOf: (effect) => `${effect.freezeRevision ?? ''}|${placeOf(effect)}`,
    deltaOf: ({ deltaFen }) => deltaFen,
    timelineOf: ({ fiscalYear, line, freezeRevision = 0 }) =>
      ledgerLineOf(state, fiscalYear, line)?.holds.get(freezeRevision) ?? [],
  });
}

function refundExceedsPaid(state: State, effects: readonly NamedEffect[]): Refusal | undefined {
  const ofPayments = effects.filter(({ column }) => column === 'paid' || column === 'refunded');
  return short('refund-exceeds-paid', ofPayments, {
    groupOf: (effect) => placeOf(effect),
    deltaOf: ({ column, deltaFen }) => (column === 'paid' ? deltaFen : -deltaFen),
    timelineOf: ({ fiscalYear, line }) => ledgerLineOf(state, fiscalYear, line)?.netPaid ?? [],
  });
}

function placeOf({ fiscalYear, line }: LineEffect): string {
  return `${fiscalYear}|${lineKeyOf(line)}`;
}

interface Cover {
  groupOf: (effect: NamedEffect) => string;
  deltaOf: (effect: NamedEffect) => Fen;
  /** What stands before the command. */
  timelineOf: (effect: NamedEffect) => Timeline;
}

interface Asked {
  first: NamedEffect;
  line: LineDimensions;
  takenFen: Fen;
  givenFen: Fen;
}

/** All postings of one command to a line take effect on one day, so the day of the first is that of the group. */
function short(code: Refusal['code'], effects: readonly NamedEffect[], cover: Cover): Refusal | undefined {
  // Most commands take nothing, and need no sums to be told so.
  if (effects.every((effect) => cover.deltaOf(effect) >= 0n)) return undefined;
  const groups = new Map<string, Asked>();
  for (const effect of effects) {
    const key = cover.groupOf(effect);
    const group = groups.get(key) ?? { first: effect, line: effect.line, takenFen: 0n, givenFen: 0n };
    const delta = cover.deltaOf(effect);
    if (delta < 0n) group.takenFen -= delta;
    else group.givenFen += delta;
    groups.set(key, group);
  }
  const judged = [...groups.values()]
    .filter(({ takenFen, givenFen }) => takenFen > givenFen)
    .map((group) => ({ ...group, lowest: lowestFrom(cover.timelineOf(group.first), group.first.effectiveDate) }));
  return refusedFor(
    code,
    judged.filter(({ takenFen, givenFen, lowest }) => takenFen > lowest.fen + givenFen),
    ({ first, line, takenFen, givenFen, lowest }) => ({
      field: first.field,
      line,
      askedYuan: yuanOf(takenFen),
      availableYuan: yuanOf(lowest.fen + givenFen),
      ...(lowest.date === first.effectiveDate ? {} : { lowestOn: lowest.date }),
    }),
  );
}
