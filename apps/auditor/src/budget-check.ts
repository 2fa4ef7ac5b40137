import {
  currentOf,
  departmentOf,
  effectsOf,
  emptyState,
  evolve,
  type Fen,
  type LedgerEvent,
  type LineEffect,
  lineKeyOf,
  type State,
  unitYearOf,
  yuanOf,
} from '#domain';
import type { AcceptedRecord, Words } from '#log';
import { eventOf } from '#wire';

const STREAM = /^\d{6}\/(\d{3})$/;

/**
 * Computes every balance again with the ledger's own fold and says where a record breaks what no decision may break. Who may write to
 * the topic may write nonsense that is well chained; the chain cannot see that, and this can.
 */
export class BudgetCheck {
  private readonly states = new Map<string, State>();

  /** Judges an accepted record, in order. Answers what is wrong with it. */
  judge({ stream, envelope }: AcceptedRecord): Words | undefined {
    const [, department] = STREAM.exec(stream) ?? [];
    if (department === undefined) {
      return { zh: `${stream} 不是“行政区划/部门”`, en: `the stream ${stream} is not a department of a division` };
    }
    let event: LedgerEvent;
    try {
      event = eventOf(envelope);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { zh: `事件无法理解：${why}`, en: `its event cannot be understood: ${why}` };
    }
    const before = this.states.get(stream) ?? emptyState;
    const after = evolve(before, event);
    this.states.set(stream, after);
    if (event.type === 'command.refused.v1') return after === before ? undefined : REFUSAL_CHANGED;
    return wrongUnit(after, event, department) ?? wrongBalance(after, event);
  }

  /** How many streams have a budget, and how many lines they hold. */
  get size(): { streams: number; lines: number } {
    let lines = 0;
    for (const { years } of this.states.values()) {
      for (const units of years.values()) for (const year of units.values()) lines += year.lines.size;
    }
    return { streams: this.states.size, lines };
  }
}

const REFUSAL_CHANGED: Words = { zh: '拒绝记录改变了余额', en: 'a refusal changed balances' };

/** A unit must be registered in this very department before anything is posted to it. */
function wrongUnit(after: State, event: LedgerEvent, department: string): Words | undefined {
  for (const unit of unitsOf(event)) {
    if (departmentOf(unit) !== department) {
      return {
        zh: `单位 ${unit} 不属于部门 ${department}`,
        en: `unit ${unit} does not belong to department ${department}`,
      };
    }
    if (!after.units.has(unit)) return { zh: `单位 ${unit} 尚未登记`, en: `unit ${unit} is not registered` };
  }
  return undefined;
}

function unitsOf(event: LedgerEvent): string[] {
  switch (event.type) {
    case 'unit.registered.v1':
    case 'performance-targets.set.v1':
      return [event.data.unit];
    case 'budget.allocated.v1':
    case 'balance.carried-over.v1':
      return event.data.lines.map(({ unit }) => unit);
    case 'budget.adjusted.v1': {
      const { data } = event;
      return (data.kind === 'transfer' ? [...data.from, ...data.to] : data.lines).map(({ unit }) => unit);
    }
    case 'command.refused.v1':
      return [];
  }
}

/** Allocations only add; an adjustment may take, and a transfer must bring what it takes. */
function wrongBalance(after: State, event: LedgerEvent): Words | undefined {
  if (event.type !== 'budget.adjusted.v1' || event.data.kind === 'supplement') return undefined;
  let moved: Fen = 0n;
  for (const effect of effectsOf(event)) {
    if (effect.column === 'transferred') moved += effect.deltaFen;
    const wrong = belowZero(after, effect);
    if (wrong !== undefined) return wrong;
  }
  if (moved === 0n) return undefined;
  return { zh: `调剂收支不平，差 ${yuanOf(moved)} 元`, en: `the transfer does not balance by ${yuanOf(moved)} yuan` };
}

/** Only what takes from a line can make it fall below zero. */
function belowZero(after: State, { column, deltaFen, line, fiscalYear }: LineEffect): Words | undefined {
  if (deltaFen >= 0n && column !== 'cut') return undefined;
  const key = lineKeyOf(line);
  const reached = unitYearOf(after, fiscalYear, line.unit).lines.get(key);
  const current = reached === undefined ? 0n : currentOf(reached);
  if (current >= 0n) return undefined;
  return {
    zh: `预算线 ${key}（${fiscalYear} 年）余额降为 ${yuanOf(current)} 元`,
    en: `line ${key} of ${fiscalYear} falls to ${yuanOf(current)} yuan`,
  };
}
