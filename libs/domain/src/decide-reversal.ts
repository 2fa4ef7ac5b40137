import { coverRule, type NamedEffect } from './availability';
import { ceilingExceeded } from './ceilings';
import type { ReverseEvent } from './commands';
import { basisOf, refuse } from './decide-basis';
import { lastDayOf, type LineEffect } from './effects';
import type { CommandRefused, EventReversed, SignedPosting } from './events';
import { dimensionsOf } from './line';
import { yuanOf } from './money';
import { type Refusal, refusal } from './refusal';
import { effectiveDateOutsideFiscalYear, refusedFor, yearClosed } from './rules';
import { pastEventOf } from './past-event';
import { type PastEvent, revisionOf, type State } from './state';
import { eventIdOf, streamOf } from './stream';

/**
 * 红冲: the same postings in the same columns with the sign turned, once, while what they gave is still there. A carry-over is mirrored
 * in both of its years: on the last day in the year that it left.
 */
export function reverse(state: State, command: ReverseEvent): EventReversed | CommandRefused {
  const { reversedRevision } = command;
  const past = pastEventOf(state, reversedRevision);
  if (past === undefined) {
    const expected = `1…${revisionOf(state)}`;
    return refuse(command, refusal('unknown-event', [figureOf(reversedRevision, expected)]));
  }
  const mirror = past.effects.map((effect, index) => mirrored(effect, index, command));
  const broken = notReversible(state, command, past) ?? outOfTime(command, past, mirror) ?? cannotGive(state, mirror);
  if (broken !== undefined) return refuse(command, broken);
  const data = {
    ...basisOf(command),
    reversedRevision,
    reversedEventId: eventIdOf({ stream: streamOf(command), revision: reversedRevision }),
    reversedType: past.type,
    postings: mirror.map(postingOf),
  };
  return { type: 'event.reversed.v1', data };
}

function notReversible(state: State, { reversedRevision }: ReverseEvent, past: PastEvent): Refusal | undefined {
  if (past.effects.length === 0) {
    return refusal('event-not-reversible', [{ field: 'reversedRevision', value: past.type }]);
  }
  if (!state.reversedRevisions.has(reversedRevision)) return undefined;
  return refusal('already-reversed', [figureOf(reversedRevision)]);
}

function outOfTime(
  { effectiveDate }: ReverseEvent,
  past: PastEvent,
  mirror: readonly LineEffect[],
): Refusal | undefined {
  // A forged event may post more often than a call takes arguments.
  const lastYear = mirror.reduce((last, { fiscalYear }) => Math.max(last, fiscalYear), 0);
  return (
    effectiveDateOutsideFiscalYear(lastYear, effectiveDate) ??
    refusedFor(
      'reversal-before-event',
      past.effects.filter((effect, index) => effect.effectiveDate > (mirror[index]?.effectiveDate ?? '')).slice(0, 1),
      (effect) => ({ field: 'effectiveDate', value: effectiveDate, expected: `≥ ${effect.effectiveDate}` }),
    )
  );
}

function cannotGive(state: State, mirror: readonly NamedEffect[]): Refusal | undefined {
  const years = [...new Set(mirror.map(({ fiscalYear }) => fiscalYear))];
  return yearClosed(state, years) ?? coverRule(state, mirror) ?? ceilingExceeded(state, mirror);
}

/** Written out field by field, here and below: of thousands of postings, copying all but some of the fields takes most of the time. */
function mirrored(effect: LineEffect, index: number, command: ReverseEvent): NamedEffect {
  const { line, fiscalYear, column, deltaFen, late } = effect;
  const effectiveDate = command.effectiveDate > lastDayOf(fiscalYear) ? lastDayOf(fiscalYear) : command.effectiveDate;
  const mirror: NamedEffect = {
    line,
    fiscalYear,
    column,
    deltaFen: -deltaFen,
    effectiveDate,
    field: `postings[${index}]`,
  };
  const freezeRevision = effect.freezeRevision ?? (column === 'frozen' ? command.reversedRevision : undefined);
  if (freezeRevision !== undefined) mirror.freezeRevision = freezeRevision;
  if (late !== undefined) mirror.late = late;
  return mirror;
}

function postingOf(effect: LineEffect): SignedPosting {
  const { line, fiscalYear, column, deltaFen, effectiveDate, freezeRevision, late } = effect;
  const posting = dimensionsOf(line) as SignedPosting;
  posting.fiscalYear = fiscalYear;
  posting.column = column;
  posting.deltaYuan = yuanOf(deltaFen);
  posting.effectiveDate = effectiveDate;
  if (freezeRevision !== undefined) posting.freezeRevision = freezeRevision;
  if (late !== undefined) posting.late = late;
  return posting;
}

function figureOf(reversedRevision: number, expected?: string): Refusal['figures'][number] {
  return {
    field: 'reversedRevision',
    value: String(reversedRevision),
    ...(expected === undefined ? {} : { expected }),
  };
}
