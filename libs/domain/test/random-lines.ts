import {
  type Category,
  type Chart,
  chartOf,
  fenOf,
  type LedgerLine,
  type LineDimensions,
  lowestFrom,
  type PostingLine,
  type Procurement,
  type Source,
  type State,
  type Timeline,
  yuanOf,
} from '../src/index';
import { Draw } from './draw';

/** What a command is made from: the department that it goes to, as it stands. */
export interface Place {
  state: State;
  department: string;
  /** The first year of the history. */
  firstYear: number;
}

export const PURPOSES: readonly [Purpose, ...Purpose[]] = [
  { economic: '30101', category: 'personnel' },
  { economic: '30201', category: 'operating' },
  { economic: '30202', category: 'operating' },
  { economic: '30217', category: 'operating' },
  { economic: '30227', category: 'project', project: '甲' },
  { economic: '30227', category: 'project', project: '甲|乙' },
  { economic: '31002', category: 'project', project: '甲', procurement: 'goods' },
];
interface Purpose {
  economic: string;
  category: Category;
  project?: string;
  procurement?: Procurement;
}

/** The lists of the year before the first one are in force in every year of the history, however it is shifted. */
export function chartFor(firstYear: number): Chart {
  const row = (kind: 'function' | 'economic') => (code: string) => ({ kind, year: firstYear - 2, code, name: code });
  const economic = [...new Set(PURPOSES.map((purpose) => purpose.economic))];
  return chartOf([...['2012901', '2012902'].map(row('function')), ...economic.map(row('economic'))], 'chart-hash');
}

/** Makes lines for commands: mostly of what is there to be taken, all of it or one fen more now and then. */
export class LineMaker {
  protected readonly draw: Draw;
  protected readonly fiscalYear: number;
  protected readonly date: string;

  constructor(
    protected readonly place: Place,
    seed: number,
  ) {
    this.draw = new Draw(seed);
    this.fiscalYear = place.firstYear + (this.draw.oneIn(4) ? 1 : 0);
    this.date = this.day();
  }

  /** Few days, so that many things happen on one; now and then one of another year. 29 February has a day of its own in every year. */
  protected day(): string {
    const year = this.fiscalYear + (this.draw.oneIn(30) ? 1 : 0);
    const early = ['01-01', '02-27', '02-29', '03-01'] as const;
    const late = ['06-30', '09-09', '12-30', '12-31'] as const;
    const day = this.draw.of(this.draw.oneIn(4) ? early : late);
    const isLeap = year % 4 === 0;
    return `${year}-${day === '02-29' && !isLeap ? '02-28' : day}`;
  }

  protected unit(): string {
    const { department } = this.place;
    if (this.draw.oneIn(60)) return this.draw.of(['999001', `${department}009`]);
    return `${department}00${1 + this.draw.below(2)}`;
  }

  protected fresh(unit = this.unit()): PostingLine {
    const purpose = this.draw.of(PURPOSES);
    const source: Source = this.draw.oneIn(12) ? 'government-fund' : 'general-public-budget';
    const functional = this.draw.oneIn(80) ? '2019999' : this.draw.oneIn(6) ? '2012902' : '2012901';
    return { unit, source, function: functional, ...purpose, amountYuan: yuanOf(BigInt(1 + this.draw.below(4_000))) };
  }

  /** What is approved or brought in may be nothing: then the line is known all the same. */
  protected stated(line: PostingLine): PostingLine {
    return this.draw.oneIn(10) ? { ...line, amountYuan: '0.00' } : line;
  }

  protected carried(): PostingLine {
    const originYear = this.fiscalYear - (this.draw.oneIn(30) ? 0 : 1 + this.draw.below(2));
    return { ...this.fresh(), originYear };
  }

  protected several<T>(make: () => T): T[] {
    return Array.from({ length: 1 + this.draw.below(3) }, make);
  }

  protected lines(fiscalYear = this.fiscalYear): LedgerLine[] {
    const units = this.place.state.years.get(fiscalYear)?.values() ?? [];
    return [...units].flatMap(({ lines }) => [...lines.values()]);
  }

  /** Up to two lines that have something to give on the day, or any line where there is none. */
  protected taken(
    fits: (line: LedgerLine) => boolean,
    timelineOf: (line: LedgerLine) => Timeline = availableOf,
    otherwise: () => PostingLine = () => this.fresh(),
    date = this.date,
  ): PostingLine[] {
    const some = this.lines().flatMap((line) => {
      const { fen } = lowestFrom(timelineOf(line), date);
      return fits(line) && fen > 0n ? [{ line, fen }] : [];
    });
    return Array.from({ length: this.draw.oneIn(3) ? 2 : 1 }, () => {
      const chosen = this.draw.anyOf(some);
      if (chosen === undefined) return otherwise();
      return { ...chosen.line.dimensions, amountYuan: yuanOf(this.partOf(chosen.fen)) };
    });
  }

  /** All of it, one fen more, or a part. */
  protected partOf(fen: bigint): bigint {
    const chosen = this.draw.below(16);
    if (chosen < 2) return fen;
    if (chosen < 3) return fen + 1n;
    return 1n + BigInt(this.draw.below(Number(fen) / (this.draw.oneIn(2) ? 1 : 4)));
  }

  /** Another purpose that a transfer may reach from a line. */
  protected other({ economic, category }: LineDimensions): { economic: string; project?: string } {
    if (category === 'operating') return { economic: this.draw.of(['30201', '30202']) };
    return category === 'project' ? { economic, project: this.draw.of(['甲', '甲|乙']) } : { economic };
  }

  /** Breaks one rule of what must balance or stay as it is. */
  protected spoilt(lines: readonly PostingLine[]): PostingLine[] {
    const [first, ...others] = lines as [PostingLine, ...PostingLine[]];
    const { project: _project, ...basic } = first;
    const spoilt = this.draw.of<PostingLine>([
      { ...first, amountYuan: yuanOf(fenOf(first.amountYuan) + 1n) },
      { ...basic, category: first.category === 'personnel' ? 'operating' : 'personnel' },
      { ...first, procurement: first.procurement === undefined ? 'goods' : undefined },
      { ...first, procurement: first.procurement === undefined ? 'works' : undefined },
      { ...first, economic: '30217' },
      { ...first, originYear: this.fiscalYear - 3 },
    ]);
    if (spoilt.procurement === undefined) delete spoilt.procurement;
    return [spoilt, ...others];
  }
}

export const availableOf = ({ available }: LedgerLine): Timeline => available;
