import type { LineEffect } from './effects';
import { availableDelta, lineKeyOf } from './line';
import { type Fen, yuanOf } from './money';
import type { Refusal } from './refusal';
import { refusedFor } from './rules';
import { type LedgerLine, ledgerLineOf, type State } from './state';
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
    state,
    groupOf: (effect, there) => there ?? placeOf(effect),
    deltaOf: ({ column, deltaFen }) => availableDelta(column, deltaFen),
    timelineOf: ({ available }) => available,
  });
}

/** Partial releases and payments may take from a freeze, line by line, until nothing is held any more. */
export function freezeShort(state: State, effects: readonly NamedEffect[]): Refusal | undefined {
  const ofFreezes = effects.filter(({ column, freezeRevision }) => column === 'frozen' && freezeRevision !== undefined);
  return short('freeze-short', ofFreezes, {
    state,
    groupOf: (effect) => `${effect.freezeRevision ?? ''}|${placeOf(effect)}`,
    deltaOf: ({ deltaFen }) => deltaFen,
    timelineOf: ({ holds }, { freezeRevision = 0 }) => holds.get(freezeRevision) ?? [],
  });
}

function refundExceedsPaid(state: State, effects: readonly NamedEffect[]): Refusal | undefined {
  const ofPayments = effects.filter(({ column }) => column === 'paid' || column === 'refunded');
  return short('refund-exceeds-paid', ofPayments, {
    state,
    groupOf: (effect, there) => there ?? placeOf(effect),
    deltaOf: ({ column, deltaFen }) => (column === 'paid' ? deltaFen : -deltaFen),
    timelineOf: ({ netPaid }) => netPaid,
  });
}

function placeOf({ fiscalYear, line }: LineEffect): string {
  return `${fiscalYear}|${lineKeyOf(line)}`;
}

interface Cover {
  state: State;
  /** What is counted together: the line that stands there, or where none does, its place. */
  groupOf: (effect: NamedEffect, there: LedgerLine | undefined) => LedgerLine | string;
  deltaOf: (effect: NamedEffect) => Fen;
  /** What stands before the command. */
  timelineOf: (there: LedgerLine, effect: NamedEffect) => Timeline;
}

interface Asked {
  first: NamedEffect;
  there: LedgerLine | undefined;
  takenFen: Fen;
  givenFen: Fen;
}

/** All postings of one command to a line take effect on one day, so the day of the first is that of the group. */
function short(code: Refusal['code'], effects: readonly NamedEffect[], cover: Cover): Refusal | undefined {
  // Most commands take nothing, and need no sums to be told so.
  if (effects.every((effect) => cover.deltaOf(effect) >= 0n)) return undefined;
  const groups = new Map<LedgerLine | string, Asked>();
  for (const effect of effects) {
    const there = ledgerLineOf(cover.state, effect.fiscalYear, effect.line);
    const key = cover.groupOf(effect, there);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { first: effect, there, takenFen: 0n, givenFen: 0n }));
    const delta = cover.deltaOf(effect);
    if (delta < 0n) group.takenFen -= delta;
    else group.givenFen += delta;
  }
  const timelineOf = ({ first, there }: Asked): Timeline => (there === undefined ? [] : cover.timelineOf(there, first));
  const judged = [...groups.values()]
    .filter(({ takenFen, givenFen }) => takenFen > givenFen)
    .map((group) => ({ ...group, lowest: lowestFrom(timelineOf(group), group.first.effectiveDate) }));
  return refusedFor(
    code,
    judged.filter(({ takenFen, givenFen, lowest }) => takenFen > lowest.fen + givenFen),
    ({ first, takenFen, givenFen, lowest }) => ({
      field: first.field,
      line: first.line,
      askedYuan: yuanOf(takenFen),
      availableYuan: yuanOf(lowest.fen + givenFen),
      ...(lowest.date === first.effectiveDate ? {} : { lowestOn: lowest.date }),
    }),
  );
}
