import type {
  BalanceCarriedOver,
  BudgetAdjusted,
  BudgetHandedDown,
  EventReversed,
  LedgerEvent,
  PaymentRecorded,
} from './events';
import { type AmountColumn, dimensionsOf, emptyLine, type Line, type LineDimensions, type PostingLine } from './line';
import { type Fen, fenOf } from './money';

/** What an event adds to one column of one line. Every table, sum and audit row comes from these and from nothing else. */
export interface LineEffect {
  line: LineDimensions;
  fiscalYear: number;
  column: AmountColumn;
  /** Negative where it takes from the column: the giving side of a transfer, a release, a reversal. */
  deltaFen: Fen;
  effectiveDate: string;
  /** Of column `frozen`: the freeze that it belongs to, by the revision of its event; absent on the freeze's own postings. */
  freezeRevision?: number;
  /** Of column `carriedOver`: the approving document does not hold it, since it was brought in after the first day of the year. */
  late?: true;
}

/** The postings of an event; empty for events that move no money. */
export function effectsOf(event: LedgerEvent): LineEffect[] {
  switch (event.type) {
    case 'budget.allocated.v1':
      return postings(event.data, event.data.lines, 'original');
    case 'budget.handed-down.v1':
      return handedDown(event.data, event.data);
    case 'balance.carried-over.v2':
      return carriedOver(event.data);
    case 'budget.adjusted.v1':
      return adjustment(event.data);
    case 'department-transfer.sent.v1':
      return postings(event.data, event.data.from, 'transferred', -1n);
    case 'department-transfer.received.v1':
    case 'department-transfer.returned.v1':
      return postings(event.data, event.data.lines, 'transferred');
    case 'funds.frozen.v1':
      return postings(event.data, event.data.lines, 'frozen');
    case 'funds.released.v1':
      return released(event.data, event.data.lines, event.data.freezeRevision);
    case 'payment.recorded.v1':
      return payment(event.data);
    case 'refund.recorded.v1':
      return postings(event.data, event.data.lines, 'refunded');
    case 'balance.reclaimed.v1':
      return postings(event.data, event.data.lines, 'reclaimed');
    case 'event.reversed.v1':
      return event.data.postings.map(signedEffect);
    case 'commands.combined.v1':
      return event.data.events.flatMap(effectsOf);
    case 'unit.registered.v1':
    case 'performance-targets.set.v1':
    case 'ceiling.set.v1':
    case 'department-transfer.settled.v1':
    case 'year.closed.v1':
    case 'year.reopened.v1':
    case 'publication-text.set.v1':
    case 'command.refused.v1':
      return [];
  }
}

/** Adds one posting to its line; a line that does not exist yet starts at zero. */
export function applyEffect(line: Line | undefined, effect: LineEffect): Line {
  const before = line ?? emptyLine(effect.line, effect.fiscalYear);
  const after = { ...before, [effect.column]: before[effect.column] + effect.deltaFen };
  return effect.late === true ? { ...after, lateCarriedOver: before.lateCarriedOver + effect.deltaFen } : after;
}

interface Dated {
  fiscalYear: number;
  effectiveDate: string;
}

/** Approved money stays approved money and carried-over money stays carried over: each moves within its own column. */
function handedDown(dated: Dated, { from, to, late }: BudgetHandedDown['data']): LineEffect[] {
  const column = ({ originYear }: PostingLine): AmountColumn => (originYear === undefined ? 'original' : 'carriedOver');
  const moved = [
    ...from.flatMap((line) => postings(dated, [line], column(line), -1n)),
    ...to.flatMap((line) => postings(dated, [line], column(line))),
  ];
  return late === true ? moved.map(lateWhereCarriedOver) : moved;
}

function carriedOver(data: BalanceCarriedOver['data']): LineEffect[] {
  if (data.opening) {
    const opened = postings(data, data.lines, 'carriedOver');
    return data.effectiveDate === firstDayOf(data.fiscalYear) ? opened : opened.map(lateWhereCarriedOver);
  }
  const { fiscalYear, from, to } = data;
  return [
    ...postings({ fiscalYear: fiscalYear - 1, effectiveDate: lastDayOf(fiscalYear - 1) }, from, 'carriedOut'),
    ...postings({ fiscalYear, effectiveDate: firstDayOf(fiscalYear) }, to, 'carriedOver'),
  ];
}

function lateWhereCarriedOver(effect: LineEffect): LineEffect {
  return effect.column === 'carriedOver' ? { ...effect, late: true } : effect;
}

function adjustment(data: BudgetAdjusted['data']): LineEffect[] {
  switch (data.kind) {
    case 'supplement':
      return postings(data, data.lines, 'supplemented');
    case 'cut':
      return postings(data, data.lines, 'cut');
    case 'transfer':
      return [...postings(data, data.from, 'transferred', -1n), ...postings(data, data.to, 'transferred')];
  }
}

function payment(data: PaymentRecorded['data']): LineEffect[] {
  const { lines, freezeRevision, released: fromFreeze = [] } = data;
  const paid = postings(data, lines, 'paid');
  return freezeRevision === undefined ? paid : [...paid, ...released(data, fromFreeze, freezeRevision)];
}

/** What postings take out of a freeze. */
export function released(dated: Dated, lines: readonly PostingLine[], freezeRevision: number): LineEffect[] {
  return postings(dated, lines, 'frozen', -1n).map((effect) => ({ ...effect, freezeRevision }));
}

function signedEffect(posting: EventReversed['data']['postings'][number]): LineEffect {
  const { fiscalYear, column, deltaYuan, effectiveDate, freezeRevision, late } = posting;
  const line = dimensionsOf(posting);
  const effect: LineEffect = { line, fiscalYear, column, deltaFen: fenOf(deltaYuan), effectiveDate };
  if (freezeRevision !== undefined) effect.freezeRevision = freezeRevision;
  if (late !== undefined) effect.late = late;
  return effect;
}

function postings(
  { fiscalYear, effectiveDate }: Dated,
  lines: readonly PostingLine[],
  column: AmountColumn,
  sign: Fen = 1n,
): LineEffect[] {
  return lines.map((line) => ({
    line: dimensionsOf(line),
    fiscalYear,
    column,
    deltaFen: sign * fenOf(line.amountYuan),
    effectiveDate,
  }));
}

/** 预算年度自公历一月一日起，至十二月三十一日止 (预算法第十八条). */
export function firstDayOf(fiscalYear: number): string {
  return `${fiscalYear}-01-01`;
}
export function lastDayOf(fiscalYear: number): string {
  return `${fiscalYear}-12-31`;
}
