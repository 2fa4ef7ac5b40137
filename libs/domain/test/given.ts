import { chartOf } from '../src/chart';
import type { Command, SetPerformanceTargets } from '../src/commands';
import type { TransitCommand } from '../src/transit-commands';
import { decide } from '../src/decide';
import type { LedgerEvent, UnitRegistered } from '../src/events';
import { type CarriedLine, dimensionsOf, type LineDimensions, type PostingLine } from '../src/line';
import type { RefusalFigure } from '../src/refusal';
import { REFUSAL_RULES, type RefusalCode } from '../src/refusal-rules';
import { evolve } from '../src/evolve';
import { emptyState, type State } from '../src/state';

/** A small chart, whose list of 2025 knows one economic code alone. */
export const chart = chartOf(
  [
    { kind: 'function', year: 2023, code: '2012901', name: '行政运行' },
    { kind: 'function', year: 2023, code: '2012902', name: '一般行政管理事务' },
    { kind: 'economic', year: 2023, code: '302', name: '商品和服务支出' },
    { kind: 'economic', year: 2023, code: '30101', name: '基本工资' },
    { kind: 'economic', year: 2023, code: '30201', name: '办公费' },
    { kind: 'economic', year: 2023, code: '30215', name: '会议费' },
    { kind: 'economic', year: 2023, code: '30217', name: '公务接待费' },
    { kind: 'economic', year: 2025, code: '302', name: '商品和服务支出' },
  ],
  'chart-hash',
);

type Asked = Command | TransitCommand;

/** A refusal keeps the command as it was asked, without what belongs to the envelope. */
export function refusedAs(command: Asked, code: RefusalCode, figures: RefusalFigure[]): LedgerEvent {
  const { commandId: _id, expectedRevision: _revision, ...asked } = command;
  return {
    type: 'command.refused.v1',
    data: { refusal: { code, legalSource: REFUSAL_RULES[code].legalSource, figures }, command: asked },
  };
}

/** The events that these events and commands make, in this order. A command that is refused is a mistake of the case. */
export function eventsOf(...happened: (LedgerEvent | Asked)[]): LedgerEvent[] {
  const events: LedgerEvent[] = [];
  let state = emptyState;
  for (const next of happened) {
    const event = isEvent(next) ? next : decide(state, next, { chart });
    if (!isEvent(next) && event.type === 'command.refused.v1') throw new Error(JSON.stringify(event.data.refusal));
    events.push(event);
    state = evolve(state, event);
  }
  return events;
}

export function stateAfter(...happened: (LedgerEvent | Asked)[]): State {
  return eventsOf(...happened).reduce(evolve, emptyState);
}

function isEvent(next: LedgerEvent | Asked): next is LedgerEvent {
  return 'data' in next;
}

/** The three steps of a case: what happened, what is asked, what becomes of it. */
export function given(...happened: (LedgerEvent | Asked)[]) {
  const state = stateAfter(...happened);
  return {
    when(command: Asked, today?: string) {
      const event = decide(state, command, { chart, ...(today === undefined ? {} : { today }) });
      return {
        event,
        then(expected: LedgerEvent): void {
          expect(event).toEqual(expected);
        },
        /** The type, and what is asked of the data beside it. */
        thenType(type: LedgerEvent['type'], data: object = {}): void {
          expect(event).toMatchObject({ type, data });
        },
        thenRefused(code: RefusalCode, figures: RefusalFigure[]): void {
          expect(event).toEqual(refusedAs(command, code, figures));
        },
      };
    },
  };
}

/** What every command of the cases carries. */
export const basis = {
  commandId: 'c-1',
  division: '361100',
  department: '126',
  documentNumber: '饶财预〔2024〕1号',
  effectiveDate: '2024-03-01',
};
/** What an event keeps of it. */
export const document = { documentNumber: basis.documentNumber, effectiveDate: basis.effectiveDate };
export const posting = { ...document, fiscalYear: 2024, chartHash: 'chart-hash' };

export type Differing = Partial<LineDimensions>;

export function line(amountYuan: string, differing: Differing = {}): PostingLine {
  return {
    unit: '126001',
    source: 'general-public-budget',
    function: '2012901',
    economic: '302',
    category: 'operating',
    ...differing,
    amountYuan,
  };
}
/** A line as a refusal shows it. */
/** Money of an earlier year. */
export function carriedLine(amountYuan: string, originYear: number, differing: Differing = {}): CarriedLine {
  return { ...line(amountYuan, differing), originYear };
}

export function lineWithoutAmount(differing: Differing = {}): LineDimensions {
  return dimensionsOf(line('1.00', differing));
}
export const personnel: Differing = { economic: '30101', category: 'personnel' };
export const project: Differing = { function: '2012902', category: 'project', project: '妇女工作经费' };
export const carriedFrom2023: Differing = { originYear: 2023 };

/** The command of a kind with its own fields, on another day where one is given. */
export function ask<Type extends Asked['type'], Own extends object>(
  type: Type,
  own: Own,
  effectiveDate = basis.effectiveDate,
) {
  return { ...basis, type, effectiveDate, ...own };
}

export const registered: UnitRegistered = {
  type: 'unit.registered.v1',
  data: { ...document, unit: '126001', name: '上饶市妇女联合会', departmentName: '上饶市妇女联合会' },
};
export const registeredToo: UnitRegistered = {
  ...registered,
  data: { ...registered.data, unit: '126002', name: '二级单位' },
};
export const allocated = (...lines: PostingLine[]): LedgerEvent => ({
  type: 'budget.allocated.v1',
  data: { ...posting, lines },
});
export const carried = (...lines: PostingLine[]): LedgerEvent => ({
  type: 'balance.carried-over.v2',
  data: { ...posting, kind: 'carry-forward', opening: true, lines },
});
/** Table 10 of a unit. */
export const targets: SetPerformanceTargets = {
  ...basis,
  type: 'SetPerformanceTargets',
  fiscalYear: 2024,
  unit: '126001',
  declaredFunds: { totalYuan: '100.00' },
  tasks: [{ name: '任务 1', content: '促进女性素质提升。' }],
  goals: ['目标'],
  indicators: [{ level1: '产出指标', level2: '数量指标', level3: '培训人数', value: '≥100人' }],
};
