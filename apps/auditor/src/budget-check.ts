import {
  departmentOf,
  effectsOf,
  isPool,
  type LedgerEvent,
  type LineEffect,
  lineKeyOf,
  lowestFrom,
  parseStream,
  partsOf,
  sumFen,
  type Timeline,
  yuanOf,
} from '#domain';
import { type AcceptedRecord, readable, sentenceOf, type Words } from '#log';
import { eventOf } from '#wire';

import { type AuditedLine, Balances, type Posting } from './balances';

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
      const name = readable(stream);
      return { zh: `${name} 不是“行政区划/部门”`, en: `the stream ${name} is not a department of a division` };
    }
    let event: LedgerEvent;
    try {
      event = eventOf(envelope);
    } catch (error) {
      const why = sentenceOf(error);
      return { zh: `事件无法理解：${why}`, en: `its event cannot be understood: ${why}` };
    }
    let postings: readonly Posting[];
    try {
      postings = department.balances.apply(event, envelope.revision);
    } catch (error) {
      return { zh: `事件无法计算：${sentenceOf(error)}`, en: `its event cannot be computed: ${sentenceOf(error)}` };
    }
    if (event.type === 'command.refused.v1') return postings.length === 0 ? undefined : REFUSAL_CHANGED;
    return wrongUnit(department, event, postings) ?? wrongTransfer(event) ?? wrongBalance(postings);
  }

  private departmentOf(stream: string): Department | undefined {
    const known = this.departments.get(stream);
    if (known !== undefined) return known;
    const place = parseStream(stream);
    if (place === undefined) return undefined;
    const department = { code: place.department, balances: new Balances() };
    this.departments.set(stream, department);
    return department;
  }
}

const REFUSAL_CHANGED: Words = { zh: '拒绝记录改变了余额', en: 'a refusal changed balances' };

/** A unit must be registered in this very department before anything is posted to it; the pool is the department itself. */
function wrongUnit(department: Department, event: LedgerEvent, postings: readonly Posting[]): Words | undefined {
  for (const part of partsOf(event)) {
    const wrong = namesUnit(part) ? wrongIn(department, part.data.unit) : undefined;
    if (wrong !== undefined) return wrong;
  }
  for (const { line } of postings) {
    const wrong = wrongIn(department, line.unit);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function namesUnit(event: LedgerEvent) {
  return (
    event.type === 'unit.registered.v1' ||
    event.type === 'performance-targets.set.v1' ||
    event.type === 'publication-text.set.v1'
  );
}

function wrongIn({ code, balances }: Department, unit: string): Words | undefined {
  if (departmentOf(unit) !== code) {
    return {
      zh: `单位 ${unit} 不属于部门 ${code}`,
      en: `unit ${unit} does not belong to department ${code}`,
    };
  }
  if (!isPool(unit) && !balances.isRegistered(unit)) {
    return { zh: `单位 ${unit} 尚未登记`, en: `unit ${unit} is not registered` };
  }
  return undefined;
}

/** What moves within the department must bring what it takes, whether it stands alone or in a combination. */
function wrongTransfer(event: LedgerEvent): Words | undefined {
  for (const part of partsOf(event)) {
    if (!movesWithin(part)) continue;
    const moved = sumFen(
      effectsOf(part).map(({ column, deltaFen }) => (column === 'carriedOut' ? -deltaFen : deltaFen)),
    );
    if (moved !== 0n) {
      return {
        zh: `调剂收支不平，差 ${yuanOf(moved)} 元`,
        en: `the transfer does not balance by ${yuanOf(moved)} yuan`,
      };
    }
  }
  return undefined;
}

function movesWithin({ type, data }: LedgerEvent): boolean {
  if (type === 'budget.adjusted.v1') return data.kind === 'transfer';
  if (type === 'balance.carried-over.v2') return !data.opening;
  return type === 'budget.handed-down.v1';
}

/** On no day from its own on may a posting leave its line below zero available, a freeze or the net payments below zero. */
function wrongBalance(postings: readonly Posting[]): Words | undefined {
  for (const { line, effect } of postings) {
    const wrong = belowZero(line, effect);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function belowZero(line: Readonly<AuditedLine>, { fiscalYear, effectiveDate }: LineEffect): Words | undefined {
  const isBelow = (timeline: Timeline): boolean => lowestFrom(timeline, effectiveDate).fen < 0n;
  const timeline = [line.available, line.netPaid].find(isBelow) ?? [...line.holds.values()].find(isBelow);
  if (timeline === undefined) return undefined;
  const lowest = lowestFrom(timeline, effectiveDate);
  const key = lineKeyOf(line);
  return {
    zh: `预算线 ${key}（${fiscalYear} 年）自 ${lowest.date} 起余额降为 ${yuanOf(lowest.fen)} 元`,
    en: `line ${key} of ${fiscalYear} falls to ${yuanOf(lowest.fen)} yuan from ${lowest.date} on`,
  };
}
