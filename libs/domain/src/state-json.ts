import type { PerformanceTargets } from './events';
import { AMOUNT_COLUMNS, type LineDimensions, dimensionsOf, lineKeyOf } from './line';
import { fenOf, yuanOf } from './money';
import { type PublicationSection, withSections } from './publication-text';
import { RevisionMap } from './revision-map';
import { Sequence } from './sequence';
import { type NameKind, Spellings } from './spellings';
import {
  ceilingKeyOf,
  emptyLedgerLine,
  type Ceiling,
  type LedgerLine,
  type State,
  type Unit,
  type UnitYear,
} from './state';
import type { Timeline } from './timeline';

/** The form of a state outside the process. Another form gets another number, and snapshots of the old one are ignored. */
export const STATE_VERSION = 'state-6';

type TimelineJson = [date: string, deltaYuan: string][];
interface LineJson {
  line: LineDimensions;
  /** In the order of AMOUNT_COLUMNS. */
  amountsYuan: string[];
  /** Left out where it is nothing, as it nearly always is. */
  lateCarriedOverYuan?: string;
  available: TimelineJson;
  netPaid: TimelineJson;
  holds: [freezeRevision: number, TimelineJson][];
}
interface StateJson {
  units: Unit[];
  unitYears: {
    fiscalYear: number;
    unit: string;
    lines: LineJson[];
    targets: [project: string, targets: PerformanceTargets][];
    texts: PublicationSection[];
  }[];
  /** One past event after another, a line each: many short strings take several times as long to be read. */
  history: string;
  reversedRevisions: number[];
  computedCarryOvers: [fiscalYear: number, count: number][];
  closedYears: number[];
  ceilings: (Omit<Ceiling, 'limitFen'> & { limitYuan: string })[];
  transits: [id: string, sent: unknown][];
  spellings: [kind: NameKind, name: string][];
}

/** The state as plain JSON, amounts as decimal strings in yuan. */
export function stateToJson(state: State): StateJson {
  const unitYears = [...state.years].flatMap(([fiscalYear, units]) =>
    [...units].map(([unit, { lines, targets, texts }]) => ({
      fiscalYear,
      unit,
      // Their order is their places.
      lines: [...lines.values()].map(lineToJson),
      targets: [...targets],
      texts: [...texts.values()],
    })),
  );
  return {
    units: [...state.units.values()],
    unitYears,
    history: [...state.history].join('\n'),
    reversedRevisions: [...state.reversedRevisions].map(([revision]) => revision),
    computedCarryOvers: [...state.computedCarryOvers],
    closedYears: [...state.closedYears],
    ceilings: [...state.ceilings.values()].map(({ limitFen, ...ceiling }) => ({
      ...ceiling,
      limitYuan: yuanOf(limitFen),
    })),
    transits: [...state.transits],
    spellings: [...state.spellings],
  };
}

/** The inverse of stateToJson. Throws where an amount is none. */
export function stateFromJson(json: unknown): State {
  const { units, unitYears, history, ceilings, ...rest } = json as StateJson;
  const years = new Map<number, Map<string, UnitYear>>();
  for (const { fiscalYear, unit, lines, targets, texts } of unitYears) {
    const year = years.get(fiscalYear) ?? new Map<string, UnitYear>();
    years.set(fiscalYear, year);
    const held = lines.map((line, place) => lineFromJson(line, fiscalYear, place));
    year.set(unit, {
      lines: new Map(held.map((line) => [lineKeyOf(line), line])),
      targets: new Map(targets),
      texts: withSections(new Map(), texts),
    });
  }
  return {
    units: new Map(units.map((unit) => [unit.unit, unit])),
    years,
    history: Sequence.of(history === '' ? [] : history.split('\n')),
    reversedRevisions: RevisionMap.of(rest.reversedRevisions.map((revision) => [revision, true] as const)),
    computedCarryOvers: new Map(rest.computedCarryOvers),
    closedYears: new Set(rest.closedYears),
    ceilings: new Map(ceilings.map(ceilingFromJson)),
    transits: new Map(rest.transits) as State['transits'],
    spellings: Spellings.of(rest.spellings),
  };
}

function ceilingFromJson({ fiscalYear, scope, limitYuan }: StateJson['ceilings'][number]): [string, Ceiling] {
  return [ceilingKeyOf(fiscalYear, scope), { fiscalYear, scope, limitFen: fenOf(limitYuan) }];
}

function lineToJson(line: LedgerLine): LineJson {
  return {
    line: dimensionsOf(line),
    amountsYuan: AMOUNT_COLUMNS.map((column) => yuanOf(line[column])),
    ...(line.lateCarriedOver === 0n ? {} : { lateCarriedOverYuan: yuanOf(line.lateCarriedOver) }),
    available: timelineToJson(line.available),
    netPaid: timelineToJson(line.netPaid),
    holds: [...line.holds].map(([revision, timeline]) => [revision, timelineToJson(timeline)]),
  };
}

function lineFromJson(
  { line, amountsYuan, lateCarriedOverYuan = '0', available, netPaid, holds }: LineJson,
  fiscalYear: number,
  place: number,
): LedgerLine {
  const empty = emptyLedgerLine(line, fiscalYear, place);
  const amounts = AMOUNT_COLUMNS.map((column, index) => [column, fenOf(String(amountsYuan[index]))]);
  return {
    ...empty,
    ...(Object.fromEntries(amounts) as Pick<LedgerLine, (typeof AMOUNT_COLUMNS)[number]>),
    lateCarriedOver: fenOf(lateCarriedOverYuan),
    available: timelineFromJson(available),
    netPaid: timelineFromJson(netPaid),
    holds: RevisionMap.of(holds.map(([revision, timeline]) => [revision, timelineFromJson(timeline)] as const)),
  };
}

function timelineToJson(timeline: Timeline): TimelineJson {
  return timeline.map(({ date, deltaFen }) => [date, yuanOf(deltaFen)]);
}

function timelineFromJson(timeline: TimelineJson): Timeline {
  return timeline.map(([date, deltaYuan]) => ({ date, deltaFen: fenOf(deltaYuan) }));
}
