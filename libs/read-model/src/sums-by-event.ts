import { Turns } from '#basics';
import { type Fen, isOfClass, type Measure, measureSign } from '#domain';
import type { Transaction } from '#postgres';

import type { EventPlace } from './event-names';
import { dayOf, POSTING_KINDS, type PostedLine, type PostingColumns } from './posting-columns';
import type { Postings } from './postings';
import type { DifferenceQuestion, Side, Sides } from './two-sides';

const EVENTS_A_LOOK = 256;

/** Into which sums a line counts, by their numbers. */
type SumsOf = (line: PostedLine) => readonly number[];
/** What one event adds to one sum; zero where its postings cancel each other out. */
type Add = (event: EventPlace, sum: number, amountFen: Fen) => void;

/**
 * What each event adds to a difference, in sums of lines, in the order of streams and revisions. Each line is placed once, each posting is
 * looked at once, and of long histories others have turns in between.
 */
export async function sumByEvent(
  client: Transaction,
  postings: Postings,
  { sides, question }: { sides: Sides; question: DifferenceQuestion },
  sumsOf: SumsOf,
  add: Add,
): Promise<void> {
  const { place, to, from, units, only } = question;
  const fiscalYears = [...new Set([to.fiscalYear, from?.fiscalYear ?? to.fiscalYear])];
  const counted = units === undefined ? undefined : new Set(units);
  const isCounted = ({ bare }: PostedLine): boolean =>
    (place.unit === undefined || bare.unit === place.unit) &&
    (counted === undefined || counted.has(bare.unit)) &&
    (only === undefined || isOfClass(only, bare));
  const sums = new EventSums((line) => (isCounted(line) ? sumsOf(line) : []), add);
  const turns = new Turns();
  for (const { stream, head, ...cuts } of sides.streams) {
    const asked = { stream, head, unit: place.unit, fiscalYears, upTo: Math.max(cuts.from, cuts.to) };
    const years = await postings.of(client, asked);
    const cursors = years.map((columns) => new Cursor(columns, question, cuts));
    for (let count = 1; ; count += 1) {
      const revision = cursors.reduce((least, cursor) => Math.min(least, cursor.revision), Infinity);
      if (revision === Infinity) break;
      for (const cursor of cursors) while (cursor.revision === revision) sums.take(cursor);
      sums.tell({ stream, revision });
      if (count % EVENTS_A_LOOK === 0) await turns.next();
    }
  }
}

/** A year of a stream on its way through its events. */
class Cursor {
  readonly sumsOfLine: (readonly number[] | undefined)[] = [];
  /** Of the posting that it stands at; behind the last one there is none. */
  revision: number;
  private at: number;
  private readonly end: number;
  private readonly signs: readonly number[];
  private readonly side: { isTo: boolean; isFrom: boolean; toDay: number; fromDay: number };

  constructor(
    readonly columns: PostingColumns,
    { to, from, measure }: DifferenceQuestion,
    private readonly cuts: { from: number; to: number },
  ) {
    const isOf = (side: Side | undefined): boolean => side?.fiscalYear === columns.fiscalYear;
    const lastDay = (side: Side | undefined): number =>
      side?.version.effectiveOn === undefined ? Infinity : dayOf(side.version.effectiveOn);
    this.side = { isTo: isOf(to), isFrom: isOf(from), toDay: lastDay(to), fromDay: lastDay(from) };
    this.signs = signsOf(measure);
    // Between two versions of one year that differ by recorded time alone, nothing before the earlier one can make a difference.
    const isSinceThen = this.side.isTo && this.side.isFrom && this.side.toDay === this.side.fromDay;
    this.at = isSinceThen ? columns.after(Math.min(cuts.from, cuts.to)) : 0;
    this.end = columns.after(Math.max(cuts.from, cuts.to));
    this.revision = this.here();
  }

  get line(): number {
    return this.columns.line[this.at] ?? 0;
  }

  get fen(): Fen {
    return this.columns.fenAt(this.at);
  }

  /** What the posting counts for: 1 where it adds to the difference, -1 where it takes away from it, 0 where it stands in both or none. */
  get factor(): number {
    const { isTo, isFrom, toDay, fromDay } = this.side;
    const day = this.columns.day[this.at] ?? 0;
    const inTo = isTo && this.revision <= this.cuts.to && day <= toDay ? 1 : 0;
    const inFrom = isFrom && this.revision <= this.cuts.from && day <= fromDay ? 1 : 0;
    return (inTo - inFrom) * (this.signs[this.columns.kind[this.at] ?? 0] ?? 0);
  }

  step(): void {
    this.at += 1;
    this.revision = this.here();
  }

  private here(): number {
    return this.at < this.end ? (this.columns.revision[this.at] ?? Infinity) : Infinity;
  }
}

/** What each kind of posting does to a measure. What was brought in after the first day is no part of what was approved. */
function signsOf(measure: Measure): number[] {
  return POSTING_KINDS.map((kind) => {
    if (kind !== 'lateCarriedOver') return Number(measureSign(measure, kind));
    return measure === 'original' ? 0 : Number(measureSign(measure, 'carriedOver'));
  });
}

/** The sums of one event, which are few of many. */
class EventSums {
  private readonly sums: Fen[] = [];
  private readonly touched: number[] = [];
  private readonly isTouched: boolean[] = [];

  constructor(
    private readonly sumsOf: SumsOf,
    private readonly add: Add,
  ) {}

  /** Takes the posting that the cursor stands at, and moves it on. */
  take(cursor: Cursor): void {
    const { factor, line } = cursor;
    if (factor !== 0) {
      const posted = cursor.columns.lines[line];
      const places = (cursor.sumsOfLine[line] ??= posted === undefined ? [] : this.sumsOf(posted));
      if (places.length > 0) {
        const amountFen = factor > 0 ? cursor.fen : -cursor.fen;
        for (const place of places) this.count(place, amountFen);
      }
    }
    cursor.step();
  }

  tell(event: EventPlace): void {
    for (const place of this.touched) {
      this.add(event, place, this.sums[place] ?? 0n);
      this.isTouched[place] = false;
    }
    this.touched.length = 0;
  }

  private count(place: number, amountFen: Fen): void {
    if (this.isTouched[place] === true) {
      this.sums[place] = (this.sums[place] ?? 0n) + amountFen;
      return;
    }
    this.isTouched[place] = true;
    this.sums[place] = amountFen;
    this.touched.push(place);
  }
}
