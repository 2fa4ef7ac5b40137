import {
  AMOUNT_COLUMNS,
  amountsInYuan,
  countedBy,
  dimensionsOf,
  type Fen,
  isPool,
  type Line,
  type LineAmounts,
  lineKeyOf,
  previewCarryOver,
  sumFen,
  type Version,
  yuanOf,
} from '#domain';
import type { DepartmentYear, HeldLine, Transit } from '#read-model';
import type { CsvTable } from '#report';
import type { z } from 'zod';

import type { Cursor } from '../http/cursor';
import { DIMENSIONS, dimensionCells, lineAnswerOf } from '../lines/lines-answer';
import { pageOf } from '../http/page';
import type { carryOverAnswer, departmentYearAnswer } from '../http/schemas';
import { stoodOn } from '../http/standing';

export function departmentYearOf(
  year: number,
  reading: DepartmentYear,
  version: Version,
): z.infer<typeof departmentYearAnswer> {
  const { stream, standing, closed, lines, ceilings, inTransit } = reading;
  return {
    stream,
    year,
    closed,
    totals: amountsInYuan(totalOf(lines)),
    pool: lines.filter(({ unit }) => isPool(unit)).map(lineAnswerOf),
    ceilings: ceilings.map(({ scope, limitFen }) => {
      const currentFen = countedBy(scope, lines);
      return {
        scope,
        limitYuan: yuanOf(limitFen),
        currentYuan: yuanOf(currentFen),
        roomYuan: yuanOf(limitFen - currentFen),
      };
    }),
    inTransit,
    ...stoodOn(standing, version),
  };
}

function totalOf(lines: readonly Line[]): LineAmounts {
  const sums = AMOUNT_COLUMNS.map((column) => [column, sumFen(lines.map((line) => line[column]))]);
  return Object.fromEntries(sums) as LineAmounts;
}

type CarryOverAnswer = z.infer<typeof carryOverAnswer>;
type PageAsked = Version & { cursor: Cursor | undefined; limit: number };

/** The totals are of all lines, on whatever page. */
export function carryOverOf(
  year: number,
  { stream, standing, closed, lines }: DepartmentYear,
  { cursor, limit, ...version }: PageAsked,
): CarryOverAnswer {
  const preview = previewCarryOver(year, lines);
  const { position } = standing;
  const { items, next } = pageOf(preview, ({ line }) => lineKeyOf(line), { cursor, limit, position });
  const total = (amounts: readonly Fen[]): string => yuanOf(sumFen(amounts));
  const leftOf = (wanted: string): Fen[] => preview.filter(({ kind }) => kind === wanted).map(({ leftFen }) => leftFen);
  return {
    stream,
    year,
    intoYear: year + 1,
    closed,
    lines: items.map(({ line, leftFen, kind, into, posting }) => ({
      ...dimensionsOf(line),
      leftYuan: yuanOf(leftFen),
      frozenYuan: yuanOf(line.frozen),
      kind,
      into,
      ...(posting === undefined ? {} : { posting }),
    })),
    totals: {
      carryForwardYuan: total(leftOf('carry-forward')),
      surplusYuan: total(leftOf('surplus')),
      frozenYuan: total(preview.map(({ line }) => line.frozen)),
    },
    ...next,
    ...stoodOn(standing, version),
  };
}

export function carryOverAsCsv({ year, lines }: CarryOverAnswer): CsvTable {
  const rows = lines.map((line) => [
    year,
    ...dimensionCells(line),
    line.leftYuan,
    line.frozenYuan,
    line.kind,
    line.into.originYear,
  ]);
  return { columns: ['fiscalYear', ...DIMENSIONS, 'leftYuan', 'frozenYuan', 'kind', 'intoOriginYear'], rows };
}

export function freezesAsCsv(held: readonly HeldLine[]): CsvTable {
  const rows = held.map(({ freezeRevision, fiscalYear, line, heldYuan }) => [
    freezeRevision,
    fiscalYear,
    ...dimensionCells(line),
    heldYuan,
  ]);
  return { columns: ['freezeRevision', 'fiscalYear', ...DIMENSIONS, 'heldYuan'], rows };
}

export function transitsAsCsv(transits: readonly Transit[]): CsvTable {
  const rows = transits.map((transit) => [
    transit.transitId,
    transit.direction,
    transit.fromStream,
    transit.toStream,
    transit.fiscalYear,
    transit.status,
    transit.amountYuan,
    transit.refusalCode,
    Object.values(transit.events).join(' '),
  ]);
  const head = ['transitId', 'direction', 'fromStream', 'toStream', 'fiscalYear', 'status', 'amountYuan'];
  return { columns: [...head, 'refusalCode', 'events'], rows };
}
