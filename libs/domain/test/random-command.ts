import {
  type CeilingScope,
  isPool,
  type LedgerLine,
  lowestFrom,
  type PostingLine,
  yuanOf,
  pastEventOf,
} from '../src/index';
import { availableOf, LineMaker, PURPOSES } from './random-lines';

/** What a step asks for, and how often among a hundred or so. */
export const KINDS = {
  register: 1,
  allocate: 10,
  'allocate-pool': 4,
  'hand-down': 5,
  opening: 3,
  'carry-forward': 4,
  surplus: 2,
  supplement: 4,
  cut: 4,
  transfer: 6,
  'loose-transfer': 3,
  send: 6,
  relay: 9,
  freeze: 10,
  release: 4,
  pay: 10,
  'pay-freeze': 6,
  refund: 5,
  reclaim: 3,
  ceiling: 2,
  reverse: 8,
  close: 2,
  reopen: 3,
  targets: 1,
  text: 1,
  combine: 4,
  repeat: 3,
  'settle-again': 1,
} as const;
export type Kind = keyof typeof KINDS;

/** The third one never registers a unit: it is known to nobody but those who send to it. */
const OTHERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  '126': ['127', '127', '128'],
  '127': ['126'],
};

/** A command without its id and place. */
export type Body = { type: string; effectiveDate: string } & Record<string, unknown>;

/**
 * Turns a step into a command. Most take what is there to be taken, all of it or one fen more now and then; some break a rule, and which
 * follows from the number alone. So two histories that differ in their years alone get the same commands.
 */
export class CommandMaker extends LineMaker {
  make(kind: Exclude<Kind, 'relay' | 'repeat'>): Body {
    const { fiscalYear } = this;
    switch (kind) {
      case 'register': {
        const name = this.draw.oneIn(4) ? '单 位' : '单位';
        return this.on(this.date, { type: 'RegisterUnit', unit: this.unit(), name, departmentName: '部门' });
      }
      case 'allocate':
      case 'allocate-pool':
      case 'opening':
      case 'supplement':
      case 'ceiling':
      case 'targets':
      case 'text':
        return this.on(this.draw.oneIn(3) ? this.date : `${fiscalYear}-01-01`, this.posting(kind));
      case 'carry-forward':
      case 'surplus':
        return this.on(`${fiscalYear + 1}-01-01`, this.posting(kind));
      case 'close':
        return this.on(this.draw.oneIn(4) ? this.date : `${fiscalYear}-12-31`, { type: 'CloseYear', fiscalYear });
      case 'reopen': {
        const closed = this.draw.anyOf([...this.place.state.closedYears]) ?? fiscalYear;
        return this.on(this.date, { type: 'ReopenYear', fiscalYear: closed, reason: '补记' });
      }
      case 'reverse':
        return this.reversal();
      case 'combine':
        return this.combination();
      case 'settle-again': {
        // Only the relay may settle what is under way, since only it knows that the money has arrived.
        const any = `361100/${this.place.department}@${this.draw.below(50)}`;
        const transitId = this.place.state.transits.has(any) ? 'none' : any;
        return this.on(this.date, { type: 'SettleTransfer', fiscalYear, transitId, receivedEventId: 'there' });
      }
      case 'send':
        return this.on(this.date, this.sending());
      case 'hand-down':
      case 'cut':
      case 'transfer':
      case 'loose-transfer':
      case 'freeze':
      case 'release':
      case 'pay':
      case 'pay-freeze':
      case 'refund':
      case 'reclaim':
        return this.on(this.date, this.posting(kind));
    }
  }

  /** What can stand in a combination too. */
  private posting(kind: Posting): { type: string } & Record<string, unknown> {
    const { fiscalYear } = this;
    switch (kind) {
      case 'allocate':
        return { type: 'AllocateBudget', fiscalYear, lines: this.several(() => this.stated(this.fresh())) };
      case 'allocate-pool':
        return {
          type: 'AllocateBudget',
          fiscalYear,
          lines: this.several(() => this.stated(this.fresh(this.place.department))),
        };
      case 'hand-down':
        return { type: 'HandDownBudget', fiscalYear, ...this.handDown() };
      case 'opening':
        return {
          type: 'CarryOverBalance',
          fiscalYear,
          kind: this.draw.of(['carry-forward', 'surplus']),
          opening: true,
          lines: this.several(() => this.stated(this.carried())),
        };
      case 'carry-forward':
      case 'surplus':
        return { type: 'CarryOverBalance', fiscalYear: fiscalYear + 1, kind, ...this.carryOver(kind) };
      case 'supplement':
        return { type: 'AdjustBudget', kind, fiscalYear, lines: this.several(() => this.fresh()) };
      case 'cut':
        return { type: 'AdjustBudget', kind, fiscalYear, lines: this.taken(() => true) };
      case 'transfer':
      case 'loose-transfer':
        return { type: 'AdjustBudget', kind: 'transfer', fiscalYear, ...this.transfer(kind) };
      case 'freeze':
        return { type: 'FreezeFunds', fiscalYear, lines: this.taken(ofUnits) };
      case 'release':
      case 'pay-freeze':
        return this.ofFreeze(kind);
      case 'pay':
        return { type: 'RecordPayment', fiscalYear, lines: this.taken(ofUnits) };
      case 'refund':
        return { type: 'RecordRefund', fiscalYear, lines: this.taken(ofUnits, ({ netPaid }) => netPaid) };
      case 'reclaim':
        return { type: 'ReclaimBalance', fiscalYear, lines: this.taken(isCarried, availableOf, () => this.carried()) };
      case 'ceiling':
        return { type: 'SetCeiling', fiscalYear, ...this.ceiling() };
      case 'targets':
        return {
          type: 'SetPerformanceTargets',
          fiscalYear,
          unit: this.unit(),
          declaredFunds: { totalYuan: '1.00' },
          tasks: [],
          goals: ['目标'],
          indicators: [],
        };
      case 'text': {
        const sections = [{ section: 'duties', paragraphs: ['一是……'] }];
        return { type: 'SetPublicationText', fiscalYear, unit: this.unit(), sections };
      }
    }
  }

  private on(effectiveDate: string, body: { type: string } & Record<string, unknown>): Body {
    return { effectiveDate, ...body };
  }

  private handDown(): { from: PostingLine[]; to: PostingLine[] } {
    const pool = this.place.department;
    const from = this.taken(
      ({ unit }) => isPool(unit),
      availableOf,
      () => this.fresh(pool),
    );
    const to = from.map((line) => ({ ...line, unit: this.unit() }));
    return { from, to: this.draw.oneIn(10) ? this.spoilt(to) : to };
  }

  private carryOver(kind: 'carry-forward' | 'surplus'): { lines: PostingLine[]; to?: PostingLine[] } {
    const own = kind === 'carry-forward' && !this.draw.oneIn(10);
    const fits = (line: LedgerLine): boolean => !own || line.originYear === undefined;
    const lines = this.taken(fits, availableOf, () => this.fresh(), `${this.fiscalYear}-12-31`);
    if (kind === 'carry-forward' || this.draw.oneIn(2)) return { lines };
    const to = lines.map((line) => {
      const { unit, source, function: functional, amountYuan } = line;
      const originYear = line.originYear ?? this.fiscalYear;
      return { unit, source, function: functional, ...this.draw.of(PURPOSES), originYear, amountYuan };
    });
    return { lines, to: this.draw.oneIn(6) ? this.spoilt(to) : to };
  }

  private transfer(kind: 'transfer' | 'loose-transfer'): { from: PostingLine[]; to: PostingLine[] } {
    const from = this.taken(ofUnits);
    const to = from.map((line) => ({ ...line, ...this.other(line), unit: this.unit() }));
    return { from, to: kind === 'transfer' ? to : this.spoilt(to) };
  }

  private sending(): { type: string } & Record<string, unknown> {
    const { department } = this.place;
    const toDepartment = this.draw.oneIn(20) ? department : this.draw.of(OTHERS[department] ?? ['126']);
    const from = this.taken(ofUnits);
    const number = this.draw.oneIn(6) ? '009' : '001';
    const to = from.map((line) => ({ ...line, ...this.other(line), unit: `${toDepartment}${number}` }));
    return { type: 'TransferToDepartment', fiscalYear: this.fiscalYear, toDepartment, from, to };
  }

  /** Of a freeze that holds something, mostly. */
  private ofFreeze(kind: 'release' | 'pay-freeze'): { type: string } & Record<string, unknown> {
    const holds = this.lines().flatMap((line) =>
      [...line.holds].map(([revision, timeline]) => ({ revision, line, fen: lowestFrom(timeline, this.date).fen })),
    );
    const held = holds.filter(({ fen }) => fen > 0n);
    const chosen = this.draw.oneIn(8) ? undefined : this.draw.anyOf(held);
    const freezeRevision = chosen?.revision ?? this.draw.of([1 + this.draw.below(60), holds[0]?.revision ?? 1]);
    const lines =
      chosen === undefined
        ? [this.fresh()]
        : [{ ...chosen.line.dimensions, amountYuan: yuanOf(this.partOf(chosen.fen) + this.beyond(kind)) }];
    const { fiscalYear } = this;
    if (kind === 'release') {
      return { type: 'ReleaseFunds', fiscalYear, freezeRevision, ...(this.draw.oneIn(2) ? {} : { lines }) };
    }
    const final = this.draw.oneIn(3) ? { final: true } : {};
    const beyondFreeze = this.draw.oneIn(2) ? { beyondFreeze: true } : {};
    return { type: 'RecordPayment', fiscalYear, freezeRevision, lines, ...final, ...beyondFreeze };
  }

  /** A payment may take more than its freeze holds. */
  private beyond(kind: 'release' | 'pay-freeze'): bigint {
    return kind === 'pay-freeze' && this.draw.oneIn(2) ? BigInt(this.draw.below(200)) : 0n;
  }

  private ceiling(): { scope: CeilingScope; limitYuan: string | null } {
    const unit = `${this.place.department}001`;
    const scope = this.draw.of<CeilingScope>([
      { kind: 'three-public', unit },
      { kind: 'project', project: '甲' },
      { kind: 'source', source: 'general-public-budget', unit },
    ]);
    return { scope, limitYuan: this.draw.oneIn(2) ? null : yuanOf(BigInt(this.draw.below(40_000))) };
  }

  /** Mostly of what can be reversed, on its own day or on the last one of its year. */
  private reversal(): Body {
    const { state } = this.place;
    const { history, reversedRevisions } = state;
    const effectsAt = (revision: number) => pastEventOf(state, revision)?.effects ?? [];
    const open = Array.from(history).flatMap((_, index) =>
      effectsAt(index + 1).length > 0 && !reversedRevisions.has(index + 1) ? [index + 1] : [],
    );
    const any = 1 + this.draw.below(history.length + 1);
    const reversedRevision = this.draw.oneIn(6) ? any : (this.draw.anyOf(open.slice(-15)) ?? any);
    const [effect] = effectsAt(reversedRevision).slice(-1);
    const { effectiveDate = this.date, fiscalYear = this.fiscalYear } = effect ?? {};
    const date = this.draw.of([effectiveDate, effectiveDate, `${fiscalYear}-12-31`, this.date]);
    return this.on(date, { type: 'ReverseEvent', reversedRevision });
  }

  private combination(): Body {
    const atYearEnd = this.draw.oneIn(4);
    const kinds: readonly [Posting, ...Posting[]] = atYearEnd
      ? ['carry-forward', 'carry-forward', 'surplus']
      : [
          'allocate',
          'supplement',
          'freeze',
          'freeze',
          'pay',
          'pay-freeze',
          'release',
          'refund',
          'transfer',
          'hand-down',
        ];
    const commands = this.several(() => this.posting(this.draw.of(kinds)));
    const date = atYearEnd ? `${this.fiscalYear + 1}-01-01` : this.date;
    return this.on(date, { type: 'CombineCommands', commands });
  }
}

type Posting = Exclude<
  Kind,
  'relay' | 'repeat' | 'register' | 'reverse' | 'close' | 'reopen' | 'combine' | 'settle-again' | 'send'
>;

const ofUnits = ({ unit }: LedgerLine): boolean => !isPool(unit);
const isCarried = ({ originYear }: LedgerLine): boolean => originYear !== undefined;
