import fc from 'fast-check';

import {
  type Category,
  type Chart,
  chartOf,
  type Command,
  type CombinedPart,
  decide,
  emptyState,
  evolve,
  type LedgerEvent,
  type PostingLine,
  revisionOf,
  type State,
  streamOf,
  type TransitCommand,
  yuanOf,
} from '../src/index';

/**
 * Random years of two departments: few units, codes and amounts, so that commands meet on the same lines, drain them and are refused.
 * A step says what is asked in small numbers; it becomes a command when it is its turn, since it may name what happened before.
 */
export interface Step {
  kind: Kind;
  department: 0 | 1;
  unit: number;
  line: number;
  other: number;
  /** In fen. */
  amount: number;
  day: number;
  year: 0 | 1;
  pick: number;
}

const KINDS = {
  register: 1,
  allocate: 8,
  'allocate-pool': 4,
  'hand-down': 4,
  opening: 2,
  'carry-forward': 5,
  surplus: 4,
  supplement: 4,
  cut: 5,
  transfer: 6,
  'loose-transfer': 2,
  send: 6,
  relay: 12,
  freeze: 6,
  release: 3,
  pay: 8,
  'pay-freeze': 5,
  refund: 4,
  reclaim: 2,
  ceiling: 2,
  reverse: 8,
  close: 2,
  reopen: 2,
  targets: 1,
  text: 1,
  combine: 3,
  repeat: 3,
  'settle-again': 1,
} as const;
export type Kind = keyof typeof KINDS;
const ALL_KINDS = Object.keys(KINDS) as Kind[];

export function steps(most: number, without: readonly Kind[] = []): fc.Arbitrary<Step[]> {
  const kind = fc.oneof(
    ...ALL_KINDS.filter((name) => !without.includes(name)).map((name) => ({
      arbitrary: fc.constant(name),
      weight: KINDS[name],
    })),
  );
  const step = fc.record<Step>({
    kind,
    department: fc.constantFrom(0, 0, 1),
    unit: fc.nat(29),
    line: fc.nat(29),
    other: fc.nat(29),
    amount: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constantFrom(1, 100, 200)),
    day: fc.nat(11),
    year: fc.constantFrom(0, 0, 0, 1),
    pick: fc.nat(1_000),
  });
  return fc.array(step, { minLength: 10, maxLength: most, size: 'max' });
}

/** One decided command, with its department's state on both sides. */
export interface Decided {
  stream: string;
  command: Command | TransitCommand;
  event: LedgerEvent;
  before: State;
  after: State;
}

const DEPARTMENTS = ['126', '127'] as const;
const FIRST_YEAR = 2024;
const PURPOSES: readonly { economic: string; category: Category; project?: string; procurement?: 'goods' }[] = [
  { economic: '30101', category: 'personnel' },
  { economic: '30201', category: 'operating' },
  { economic: '30202', category: 'operating' },
  { economic: '30217', category: 'operating' },
  { economic: '30227', category: 'project', project: '甲' },
  { economic: '30227', category: 'project', project: '甲|乙' },
  { economic: '31002', category: 'project', project: '甲', procurement: 'goods' },
];

/** The lists of the year before the first one are in force in every year of the history, however it is shifted. */
export function chartFor(shift: number): Chart {
  const year = FIRST_YEAR - 1 + shift;
  return chartOf(
    [
      ...['2012901', '2012902'].map((code) => ({ kind: 'function' as const, year, code, name: code })),
      ...[...new Set(PURPOSES.map(({ economic }) => economic))].map((code) => ({
        kind: 'economic' as const,
        year,
        code,
        name: code,
      })),
    ],
    'chart-hash',
  );
}

/** Plays steps through the decisions as the ledger does: ids answer once, and transfers are carried when it is their turn. */
export class World {
  readonly decided: Decided[] = [];
  private readonly states = new Map<string, State>();
  private readonly answers = new Map<string, LedgerEvent>();
  private readonly asked: (Command | TransitCommand)[] = [];
  private readonly chart: Chart;
  private ids = 0;

  constructor(private readonly shift = 0) {
    this.chart = chartFor(shift);
    for (const department of DEPARTMENTS) {
      for (const number of ['001', '002']) this.ask(this.registration(department, `${department}${number}`));
    }
  }

  stateOf(stream: string): State {
    return this.states.get(stream) ?? emptyState;
  }

  get streams(): string[] {
    return [...this.states.keys()];
  }

  play(all: readonly Step[]): this {
    for (const step of all) this.take(step);
    return this;
  }

  /** Carries every transfer to its end. */
  drain(): this {
    while (this.relay(0)) continue;
    return this;
  }

  /** A command that was recorded before is answered as it was, and changes nothing. */
  ask(command: Command | TransitCommand): LedgerEvent {
    const stream = streamOf(command);
    const id = `${stream} ${command.commandId}`;
    const known = this.answers.get(id);
    if (known !== undefined) return known;
    const before = this.stateOf(stream);
    const event = decide(before, command, { chart: this.chart });
    const after = evolve(before, event);
    this.states.set(stream, after);
    this.answers.set(id, event);
    this.asked.push(command);
    this.decided.push({ stream, command, event, before, after });
    return event;
  }

  year(offset: number): number {
    return FIRST_YEAR + this.shift + offset;
  }

  command(department: string, effectiveDate: string, body: object): Command {
    this.ids += 1;
    const basis = { commandId: `c-${this.ids}`, division: '361100', department, documentNumber: '文', effectiveDate };
    return { ...basis, ...body } as Command;
  }

  private take(step: Step): void {
    if (step.kind === 'relay') {
      this.relay(step.pick);
      return;
    }
    if (step.kind === 'repeat') {
      const again = this.asked[step.pick % this.asked.length];
      if (again !== undefined) this.ask(again);
      return;
    }
    this.ask(this.commandOf(step));
  }

  private commandOf(step: Step): Command | TransitCommand {
    const department = DEPARTMENTS[step.department];
    const fiscalYear = this.year(step.year);
    const yearOff = step.pick % 41 === 0 ? 1 : 0;
    const on = `${fiscalYear + yearOff}-${String(step.day + 1).padStart(2, '0')}-15`;
    const make = (body: object, date = on): Command => this.command(department, date, body);
    const kind: string = step.kind;
    switch (kind) {
      case 'register':
        return this.registration(department, this.unitOf(step.unit, department));
      case 'carry-forward':
      case 'surplus':
        return make(this.carryOver(step), `${fiscalYear + 1}-01-01`);
      case 'reverse': {
        const reversedRevision =
          (step.pick % (revisionOf(this.stateOf(`361100/${department}`)) + 1)) + (step.pick % 29 === 0 ? 1 : 0);
        const lastDay = `${fiscalYear}-12-31`;
        const date = step.pick % 6 === 0 ? on : lastDay;
        return make({ type: 'ReverseEvent', reversedRevision: Math.max(1, reversedRevision) }, date);
      }
      case 'close':
        return make({ type: 'CloseYear', fiscalYear }, step.pick % 5 === 0 ? on : `${fiscalYear}-12-31`);
      case 'reopen':
        return make({ type: 'ReopenYear', fiscalYear, reason: '补记' });
      case 'combine':
        return make({ type: 'CombineCommands', commands: this.parts(step, fiscalYear) });
      case 'settle-again':
        return {
          ...make({}),
          type: 'SettleTransfer',
          fiscalYear,
          transitId: `361100/${department}@${step.pick}`,
          receivedEventId: '361100/127@1',
        };
      case 'send':
        return make(this.sending(step, fiscalYear, department));
      default:
        return make({ fiscalYear, ...this.posting(step, department) });
    }
  }

  private posting(step: Step, department: string): object {
    const fresh = this.line(step, department);
    const either = step.pick % 4 === 0 ? this.carried(step, department) : fresh;
    const kind: string = step.kind;
    switch (kind) {
      case 'allocate':
        return { type: 'AllocateBudget', lines: [this.more(fresh)] };
      case 'allocate-pool':
        return { type: 'AllocateBudget', lines: [this.more({ ...fresh, unit: department })] };
      case 'hand-down': {
        const other = step.pick % 9 === 0 ? { project: '丙', category: 'project' as const } : {};
        return { type: 'HandDownBudget', from: [{ ...fresh, unit: department }], to: [{ ...fresh, ...other }] };
      }
      case 'opening':
        return {
          type: 'CarryOverBalance',
          kind: 'carry-forward',
          opening: true,
          lines: [this.carried(step, department)],
        };
      case 'supplement':
        return { type: 'AdjustBudget', kind: 'supplement', lines: [fresh] };
      case 'cut':
        return { type: 'AdjustBudget', kind: 'cut', lines: [either] };
      case 'transfer': {
        const unit = this.unitOf(step.other, department);
        const economic = either.economic === '30201' ? '30202' : either.economic;
        return { type: 'AdjustBudget', kind: 'transfer', from: [either], to: [{ ...either, unit, economic }] };
      }
      case 'loose-transfer': {
        const to = this.line({ ...step, line: step.other }, department);
        return { type: 'AdjustBudget', kind: 'transfer', from: [either], to: [to] };
      }
      case 'freeze':
        return { type: 'FreezeFunds', lines: [fresh, ...(step.pick % 3 === 0 ? [fresh] : [])] };
      case 'release':
        return { type: 'ReleaseFunds', freezeRevision: this.freeze(step, department), ...this.given(step, fresh) };
      case 'pay':
        return { type: 'RecordPayment', lines: [either] };
      case 'pay-freeze': {
        const freezeRevision = this.freeze(step, department);
        return {
          type: 'RecordPayment',
          freezeRevision,
          final: step.pick % 3 === 0,
          lines: [this.frozenLine(step, department) ?? fresh],
        };
      }
      case 'refund':
        return { type: 'RecordRefund', lines: [this.paidLine(step, department) ?? either] };
      case 'reclaim':
        return { type: 'ReclaimBalance', lines: [this.carried(step, department)] };
      case 'ceiling':
        return { type: 'SetCeiling', ...this.ceiling(step, department) };
      case 'text':
        return {
          type: 'SetPublicationText',
          unit: fresh.unit,
          sections: [{ section: 'duties', paragraphs: ['一是……'] }],
        };
      default:
        return {
          type: 'SetPerformanceTargets',
          unit: fresh.unit,
          declaredFunds: { totalYuan: '1.00' },
          tasks: [],
          goals: ['目标'],
          indicators: [],
        };
    }
  }

  private carryOver(step: Step): object {
    const department = DEPARTMENTS[step.department];
    const fiscalYear = this.year(step.year) + 1;
    const kind = step.kind;
    const left = this.linesLeft(step, department);
    const line = left[step.pick % Math.max(1, left.length)] ?? this.line(step, department);
    const originYear = line.originYear ?? fiscalYear - 1;
    const to =
      kind === 'surplus' && step.pick % 2 === 0
        ? { to: [{ ...line, originYear: step.pick % 7 === 0 ? originYear - 1 : originYear, economic: '30202' }] }
        : {};
    return { type: 'CarryOverBalance', fiscalYear, kind, lines: [line], ...to };
  }

  private paidLine(step: Step, department: string): PostingLine | undefined {
    const units = this.stateOf(`361100/${department}`).years.get(this.year(step.year))?.values() ?? [];
    const paid = [...units].flatMap(({ lines }) => [...lines.values()].filter(({ netPaid }) => netPaid.length > 0));
    const line = paid[step.pick % Math.max(1, paid.length)];
    return line === undefined ? undefined : { ...line.dimensions, amountYuan: yuanOf(BigInt(step.amount)) };
  }

  /** Lines of the step's year with all or part of what they have, so that carrying over meets the cap. */
  private linesLeft(step: Step, department: string): PostingLine[] {
    const units = this.stateOf(`361100/${department}`).years.get(this.year(step.year))?.values() ?? [];
    return [...units].flatMap(({ lines }) =>
      [...lines.values()].map((line) => ({ ...line.dimensions, amountYuan: yuanOf(BigInt(step.amount)) })),
    );
  }

  private sending(step: Step, fiscalYear: number, department: string): object {
    const from = this.line(step, department);
    const toDepartment = step.pick % 13 === 0 ? department : department === '126' ? '127' : '126';
    const number = step.pick % 5 === 0 ? '009' : '001';
    return {
      type: 'TransferToDepartment',
      fiscalYear,
      toDepartment,
      from: [from],
      to: [{ ...from, unit: `${toDepartment}${number}` }],
    };
  }

  private parts(step: Step, fiscalYear: number): CombinedPart[] {
    const department = DEPARTMENTS[step.department];
    const line = this.line(step, department);
    const other = this.line({ ...step, line: step.other }, department);
    return [
      { type: 'AdjustBudget', kind: 'supplement', fiscalYear, lines: [line] },
      { type: 'FreezeFunds', fiscalYear, lines: [line] },
      ...(step.pick % 2 === 0 ? [{ type: 'RecordPayment' as const, fiscalYear, lines: [other] }] : []),
    ];
  }

  /** The next leg of a transfer that is under way; false where none is. */
  private relay(pick: number): boolean {
    const open = this.streams.flatMap((stream) =>
      [...this.stateOf(stream).transits].map(([id, sent]) => ({ stream, id, sent })),
    );
    const chosen = open[pick % Math.max(1, open.length)];
    if (chosen === undefined) return false;
    const { stream, id, sent } = chosen;
    const [division = '', department = ''] = stream.split('/');
    const basis = {
      division,
      documentNumber: '文',
      effectiveDate: sent.effectiveDate,
      fiscalYear: sent.fiscalYear,
      transitId: id,
    };
    const far = this.ask({
      type: 'ReceiveTransfer',
      commandId: `${id}:receive`,
      ...basis,
      department: sent.toDepartment,
      fromDepartment: department,
      lines: sent.to,
    });
    // Half of the time the ledger dies here, and another one finds the answer under the id.
    if (pick % 2 === 1) return true;
    const near = { ...basis, department };
    if (far.type === 'command.refused.v1') {
      const refusalCode = far.data.refusal.code;
      this.ask({ type: 'ReturnTransfer', commandId: `${id}:return`, ...near, refusedEventId: 'there', refusalCode });
    } else {
      this.ask({ type: 'SettleTransfer', commandId: `${id}:settle`, ...near, receivedEventId: 'there' });
    }
    return true;
  }

  private ceiling(step: Step, department: string): object {
    const limitYuan = step.pick % 4 === 0 ? null : yuanOf(BigInt(step.amount * 3));
    const unit = `${department}001`;
    const scopes = [
      { kind: 'three-public', unit },
      { kind: 'project', project: '甲' },
      { kind: 'source', source: 'general-public-budget', unit },
    ];
    return { scope: scopes[step.pick % scopes.length], limitYuan };
  }

  private freeze(step: Step, department: string): number {
    const freezes = this.freezes(department);
    return freezes[step.pick % Math.max(1, freezes.length)] ?? step.pick + 1;
  }

  private freezes(department: string): number[] {
    return [...this.stateOf(`361100/${department}`).history].flatMap(({ type }, index) =>
      type === 'funds.frozen.v1' ? [index + 1] : [],
    );
  }

  private frozenLine(step: Step, department: string): PostingLine | undefined {
    const effect = this.stateOf(`361100/${department}`).history.at(this.freeze(step, department) - 1)?.effects[0];
    return effect === undefined ? undefined : { ...effect.line, amountYuan: yuanOf(BigInt(step.amount)) };
  }

  private given(step: Step, line: PostingLine): object {
    return step.pick % 2 === 0 ? {} : { lines: [this.frozenLine(step, line.unit.slice(0, 3)) ?? line] };
  }

  private registration(department: string, unit: string): Command {
    return this.command(department, `${this.year(0)}-01-01`, {
      type: 'RegisterUnit',
      unit,
      name: '单位',
      departmentName: '部门',
    });
  }

  private unitOf(number: number, department: string): string {
    if (number === 29) return '999001';
    return `${department}${number === 28 ? '008' : number % 2 === 0 ? '001' : '002'}`;
  }

  private line(step: Step, department: string): PostingLine {
    const purpose = PURPOSES[step.line % PURPOSES.length] as (typeof PURPOSES)[number];
    return {
      unit: this.unitOf(step.unit, department),
      source: 'general-public-budget',
      function: step.line === 29 ? '2019999' : '2012901',
      ...purpose,
      amountYuan: yuanOf(BigInt(step.amount)),
    };
  }

  private carried(step: Step, department: string): PostingLine & { originYear: number } {
    const originYear = this.year(step.year) + (step.line === 28 ? 0 : -1);
    return { ...this.line(step, department), originYear };
  }

  /** Ten times the amount, so that there is something to spend. */
  private more(line: PostingLine): PostingLine {
    return { ...line, amountYuan: yuanOf(BigInt(line.amountYuan.replace('.', '')) * 10n) };
  }
}
