import { currentOf, departmentOf, type Fen, type LedgerEvent, type LineEffect, lineKeyOf, yuanOf } from '#domain';
import type { AcceptedRecord, Words } from '#log';
import { eventOf } from '#wire';

import { Balances } from './balances';

const STREAM = /^\d{6}\/(\d{3})$/;

interface Department {
  /** The three digits that each of its units begins with. */
  code: string;
  balances: Balances;
}

/**
 * Computes every balance again with the ledger's own steps and says where a record breaks what no decision may break. Who may write to
 * the topic may write nonsense that is well chained; the chain cannot see that, and this can.
 */
export class BudgetCheck {
  private readonly departments = new Map<string, Department>();

  /** Judges an accepted record, in order. Answers what is wrong with it. */
  judge({ stream, envelope }: AcceptedRecord): Words | undefined {
    const department = this.departmentOf(stream);
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
    const effects = department.balances.apply(event);
    if (event.type === 'command.refused.v1') return effects.length === 0 ? undefined : REFUSAL_CHANGED;
    return wrongUnit(department, event) ?? wrongBalance(department.balances, event, effects);
  }

  private departmentOf(stream: string): Department | undefined {
    const known = this.departments.get(stream);
    if (known !== undefined) return known;
    const [, code] = STREAM.exec(stream) ?? [];
    if (code === undefined) return undefined;
    const department = { code, balances: new Balances() };
    this.departments.set(stream, department);
    return department;
  }
}

const REFUSAL_CHANGED: Words = { zh: '拒绝记录改变了余额', en: 'a refusal changed balances' };

/** A unit must be registered in this very department before anything is posted to it. */
function wrongUnit({ code, balances }: Department, event: LedgerEvent): Words | undefined {
  for (const unit of unitsOf(event)) {
    if (departmentOf(unit) !== code) {
      return {
        zh: `单位 ${unit} 不属于部门 ${code}`,
        en: `unit ${unit} does not belong to department ${code}`,
      };
    }
    if (!balances.isRegistered(unit)) return { zh: `单位 ${unit} 尚未登记`, en: `unit ${unit} is not registered` };
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
function wrongBalance(after: Balances, event: LedgerEvent, effects: readonly LineEffect[]): Words | undefined {
  if (event.type !== 'budget.adjusted.v1' || event.data.kind === 'supplement') return undefined;
  let moved: Fen = 0n;
  for (const effect of effects) {
    if (effect.column === 'transferred') moved += effect.deltaFen;
    const wrong = belowZero(after, effect);
    if (wrong !== undefined) return wrong;
  }
  if (moved === 0n) return undefined;
  return { zh: `调剂收支不平，差 ${yuanOf(moved)} 元`, en: `the transfer does not balance by ${yuanOf(moved)} yuan` };
}

/** Only what takes from a line can make it fall below zero. */
function belowZero(after: Balances, { column, deltaFen, line, fiscalYear }: LineEffect): Words | undefined {
  if (deltaFen >= 0n && column !== 'cut') return undefined;
  const reached = after.line(fiscalYear, line);
  const current = reached === undefined ? 0n : currentOf(reached);
  if (current >= 0n) return undefined;
  return {
    zh: `预算线 ${lineKeyOf(line)}（${fiscalYear} 年）余额降为 ${yuanOf(current)} 元`,
    en: `line ${lineKeyOf(line)} of ${fiscalYear} falls to ${yuanOf(current)} yuan`,
  };
}
