import { fenOf, type LedgerEvent, lineKeyOf, type PostingLine } from '../src/index';

/** What one event does to one line on one day, told from the event's words alone: another account of what `effectsOf` says. */
export interface NaivePosting {
  line: string;
  date: string;
  available: bigint;
  paid: bigint;
  /** The freeze that holds more or less, by its revision, and by how much. */
  hold?: { freeze: number; fen: bigint };
}

type Turn = (fen: bigint) => Omit<NaivePosting, 'line' | 'date'>;
const gives: Turn = (fen) => ({ available: fen, paid: 0n });
const takes: Turn = (fen) => ({ available: -fen, paid: 0n });
const pays: Turn = (fen) => ({ available: -fen, paid: fen });
const refunds: Turn = (fen) => ({ available: fen, paid: -fen });
const freezes =
  (freeze: number): Turn =>
  (fen) => ({ available: -fen, paid: 0n, hold: { freeze, fen } });
const releases =
  (freeze: number): Turn =>
  (fen) => ({ available: fen, paid: 0n, hold: { freeze, fen: -fen } });

/** `revision` is that of the event, by which its own freeze is known. */
export function naivePostings(event: LedgerEvent, revision: number): NaivePosting[] {
  switch (event.type) {
    case 'budget.allocated.v1':
    case 'department-transfer.received.v1':
    case 'department-transfer.returned.v1':
      return each(event.data, event.data.lines, gives);
    case 'budget.handed-down.v1':
      return [...each(event.data, event.data.from, takes), ...each(event.data, event.data.to, gives)];
    case 'department-transfer.sent.v1':
      return each(event.data, event.data.from, takes);
    case 'balance.carried-over.v2': {
      const { data } = event;
      if (data.opening) return each(data, data.lines, gives);
      const before = { fiscalYear: data.fiscalYear - 1, effectiveDate: `${data.fiscalYear - 1}-12-31` };
      return [...each(before, data.from, takes), ...each(data, data.to, gives)];
    }
    case 'budget.adjusted.v1': {
      const { data } = event;
      if (data.kind === 'transfer') return [...each(data, data.from, takes), ...each(data, data.to, gives)];
      return each(data, data.lines, data.kind === 'cut' ? takes : gives);
    }
    case 'funds.frozen.v1':
      return each(event.data, event.data.lines, freezes(revision));
    case 'funds.released.v1':
      return each(event.data, event.data.lines, releases(event.data.freezeRevision));
    case 'payment.recorded.v1': {
      const { lines, freezeRevision = 0, released = [] } = event.data;
      return [...each(event.data, lines, pays), ...each(event.data, released, releases(freezeRevision))];
    }
    case 'refund.recorded.v1':
      return each(event.data, event.data.lines, refunds);
    case 'balance.reclaimed.v1':
      return each(event.data, event.data.lines, takes);
    case 'commands.combined.v1':
      return event.data.events.flatMap((part) => naivePostings(part, revision));
    case 'event.reversed.v1':
      return event.data.postings.map(mirrored);
    case 'unit.registered.v1':
    case 'performance-targets.set.v1':
    case 'publication-text.set.v1':
    case 'ceiling.set.v1':
    case 'department-transfer.settled.v1':
    case 'year.closed.v1':
    case 'year.reopened.v1':
    case 'command.refused.v1':
      return [];
  }
}

function each(
  { fiscalYear, effectiveDate }: { fiscalYear: number; effectiveDate: string },
  lines: readonly PostingLine[],
  turn: Turn,
): NaivePosting[] {
  return lines.map((line) => ({
    line: `${fiscalYear}|${lineKeyOf(line)}`,
    date: effectiveDate,
    ...turn(fenOf(line.amountYuan)),
  }));
}

type Signed = (LedgerEvent & { type: 'event.reversed.v1' })['data']['postings'][number];

function mirrored(posting: Signed): NaivePosting {
  const turns: Record<Signed['column'], Turn> = {
    original: gives,
    carriedOver: gives,
    supplemented: gives,
    transferred: gives,
    cut: takes,
    carriedOut: takes,
    reclaimed: takes,
    paid: pays,
    refunded: refunds,
    frozen: freezes(posting.freezeRevision ?? -1),
  };
  const { fiscalYear, effectiveDate: date, column, deltaYuan } = posting;
  return { line: `${fiscalYear}|${lineKeyOf(posting)}`, date, ...turns[column](fenOf(deltaYuan)) };
}
