import {
  AMOUNT_COLUMNS,
  availableOf,
  type CombinableEvent,
  departmentOf,
  effectsOf,
  emptyState,
  evolve,
  isPool,
  type LedgerEvent,
  type LedgerLine,
  type LineEffect,
  lineKeyOf,
  lowestFrom,
  type State,
  sumFen,
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
    if (event.type === 'command.refused.v1') return after.years === before.years ? undefined : REFUSAL_CHANGED;
    return wrongUnit(after, event, department) ?? wrongTransfer(event) ?? wrongBalance(after, event);
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

/** A unit must be registered in this very department before anything is posted to it; the pool is the department itself. */
function wrongUnit(after: State, event: LedgerEvent, department: string): Words | undefined {
  for (const unit of unitsOf(event)) {
    if (departmentOf(unit) !== department) {
      return {
        zh: `单位 ${unit} 不属于部门 ${department}`,
        en: `unit ${unit} does not belong to department ${department}`,
      };
    }
    if (!isPool(unit) && !after.units.has(unit)) {
      return { zh: `单位 ${unit} 尚未登记`, en: `unit ${unit} is not registered` };
    }
  }
  return undefined;
}

function unitsOf(event: LedgerEvent): string[] {
  const posted = effectsOf(event).map(({ line }) => line.unit);
  return event.type === 'unit.registered.v1' || event.type === 'performance-targets.set.v1'
    ? [event.data.unit]
    : posted;
}

/** A transfer within the department must bring what it takes, whether it stands alone or in a combination. */
function wrongTransfer(event: LedgerEvent): Words | undefined {
  const parts: readonly (LedgerEvent | CombinableEvent)[] =
    event.type === 'commands.combined.v1' ? event.data.events : [event];
  for (const part of parts) {
    const movesWithin =
      part.type === 'budget.handed-down.v1' || (part.type === 'budget.adjusted.v1' && part.data.kind === 'transfer');
    if (!movesWithin) continue;
    const moved = sumFen(effectsOf(part).map(({ deltaFen }) => deltaFen));
    if (moved !== 0n) {
      return {
        zh: `调剂收支不平，差 ${yuanOf(moved)} 元`,
        en: `the transfer does not balance by ${yuanOf(moved)} yuan`,
      };
    }
  }
  return undefined;
}

/** On no day from its own on may a posting leave its line below zero available, a freeze or the net payments below zero. */
function wrongBalance(after: State, event: LedgerEvent): Words | undefined {
  for (const effect of effectsOf(event)) {
    const line = unitYearOf(after, effect.fiscalYear, effect.line.unit).lines.get(lineKeyOf(effect.line));
    const wrong = line === undefined ? undefined : belowZero(line, effect);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function belowZero(line: LedgerLine, { fiscalYear, effectiveDate }: LineEffect): Words | undefined {
  const timelines = [line.available, line.netPaid, ...line.holds.values()];
  const lowest = timelines.map((timeline) => lowestFrom(timeline, effectiveDate)).find(({ fen }) => fen < 0n);
  if (lowest === undefined) return undefined;
  const key = lineKeyOf(line);
  const available = yuanOf(availableOf(line));
  const columns = AMOUNT_COLUMNS.map((column) => `${column} ${yuanOf(line[column])}`).join(', ');
  return {
    zh: `预算线 ${key}（${fiscalYear} 年）自 ${lowest.date} 起余额降为 ${yuanOf(lowest.fen)} 元（可用 ${available} 元）`,
    en: `line ${key} of ${fiscalYear} falls to ${yuanOf(lowest.fen)} yuan from ${lowest.date} on (${columns})`,
  };
}
