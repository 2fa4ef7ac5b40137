import { ONLY_DOWN_ECONOMIC } from './codes';
import { type Fen, fenOf, yuanOf } from './money';
import type { Refusal } from './refusal';
import { type NamedLine, refusedFor } from './rules';

/** Every rule of 调剂 that looks at the two sides alone, in the order in which it is asked. */
export function transferRule(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  return (
    transferUnbalanced(from, to) ??
    transferCrossesCategory(from, to) ??
    transferCrossesProcurement(from, to) ??
    transferRaisesRestricted(from, to)
  );
}

/** Out of one fund and one origin year goes what comes in: anything else would turn carried-over money into fresh money. */
function transferUnbalanced(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  return unbalanced('transfer-unbalanced', from, to, fundOf);
}

/** Personnel, operating and project money each stay what they are. */
function transferCrossesCategory(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  return unbalanced('transfer-crosses-category', from, to, (line) => `${fundOf(line)}/${line.category}`);
}

/** What is to be procured stays so, and what is not does not become it by a transfer. */
function transferCrossesProcurement(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  return unbalanced('transfer-crosses-procurement', from, to, (line) => {
    return `${fundOf(line)}/${line.category}/${line.procurement === undefined ? 'not-procured' : 'procured'}`;
  });
}

/** A unit's “三公”经费, 会议费 and 培训费 may give to other purposes and get nothing from them. */
function transferRaisesRestricted(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  const isRestricted = ({ economic }: NamedLine): boolean => ONLY_DOWN_ECONOMIC.includes(economic);
  const groups = sidesBy(
    from.filter(isRestricted),
    to.filter(isRestricted),
    ({ unit, economic }) => `${unit}/${economic}`,
  );
  return refusedFor(
    'transfer-raises-restricted',
    groups.filter(([, sums]) => sums.in > sums.out),
    sidesFigure,
  );
}

/** 下达 hands on what was approved: within its source, origin year, function, category, project and economic class. */
export function handDownUnbalanced(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  return unbalanced('hand-down-unbalanced', from, to, (line) => {
    const procurement = line.procurement ?? '';
    return [
      fundOf(line),
      line.function,
      line.economic.slice(0, 3),
      line.category,
      procurement,
      line.project ?? '',
    ].join('/');
  });
}

/** 结余 is free in its purpose, and stays in its unit, fund and origin year. `from` names origin years as they will be. */
export function carryOverUnbalanced(from: readonly NamedLine[], to: readonly NamedLine[]): Refusal | undefined {
  return unbalanced('carry-over-unbalanced', from, to, (line) => `${line.unit}/${fundOf(line)}`);
}

function fundOf({ source, originYear }: NamedLine): string {
  return `${source}/${originYear ?? ''}`;
}

interface Sides {
  out: Fen;
  in: Fen;
}

function sidesBy(
  from: readonly NamedLine[],
  to: readonly NamedLine[],
  groupOf: (line: NamedLine) => string,
): [group: string, sums: Sides][] {
  const groups = new Map<string, Sides>();
  const add = (line: NamedLine, side: 'out' | 'in'): void => {
    const group = groups.get(groupOf(line)) ?? { out: 0n, in: 0n };
    group[side] += fenOf(line.amountYuan);
    groups.set(groupOf(line), group);
  };
  from.forEach((line) => add(line, 'out'));
  to.forEach((line) => add(line, 'in'));
  return [...groups];
}

function unbalanced(
  code: Refusal['code'],
  from: readonly NamedLine[],
  to: readonly NamedLine[],
  groupOf: (line: NamedLine) => string,
): Refusal | undefined {
  const groups = sidesBy(from, to, groupOf);
  return refusedFor(
    code,
    groups.filter(([, sums]) => sums.out !== sums.in),
    sidesFigure,
  );
}

function sidesFigure([value, sums]: [group: string, sums: Sides]): Refusal['figures'][number] {
  return { field: 'to', value, askedYuan: yuanOf(sums.in), availableYuan: yuanOf(sums.out) };
}
