import type { RowFault, SheetRow } from '#wire';

import { columnOf, isColumn } from './facts-columns';

/** What stands above a head: a title, a note, the unit of amounts. */
const MOST_ABOVE = 20;
/** So many known columns are no title. */
const KNOWN = 3;

/** The table itself, and what each of its columns is. */
export interface Head {
  table: readonly SheetRow[];
  nameOf: (head: string) => string;
  faults: RowFault[];
}

/**
 * Finds the head, and what the rows above it say of the unit: `单位：万元` makes a column `金额` one of 万元. A head that names another unit than
 * the rows above it is refused, as only one of the two can be meant.
 */
export function headIn(rows: readonly SheetRow[]): Head {
  const at = rows.slice(0, MOST_ABOVE).findIndex(({ cells }) => cells.filter(isKnown).length >= KNOWN);
  const above = at < 0 ? [] : rows.slice(0, at);
  const table = at < 0 ? rows : rows.slice(at);
  const unit = unitIn(above);
  const [head] = table;
  if (unit === undefined || head === undefined) return { table, nameOf: columnOf, faults: [] };
  const other = head.cells.find((cell) => (statedIn(cell) ?? unit) !== unit);
  const nameOf = (cell: string): string =>
    unit === '万元' && columnOf(cell) === 'amount' ? 'amountWan' : columnOf(cell);
  if (other === undefined) return { table, nameOf, faults: [] };
  const message =
    `表头写的是“${other}”，表头上方写的单位是${unit}，两者只能留一个。 ` +
    `the head says “${other}”, and above it the unit is ${unit}: only one of them can be meant`;
  return { table: [], nameOf, faults: [{ row: head.row, message, found: other }] };
}

type Unit = '元' | '万元';

function isKnown(cell: string): boolean {
  return isColumn(columnOf(cell));
}

/** What the name of a column of amounts says of its unit. */
function statedIn(head: string): Unit | undefined {
  const column = columnOf(head);
  if (column === 'amountWan') return '万元';
  return column === 'amount' && plain(head).includes('元') ? '元' : undefined;
}

/** `单位：万元`, `金额单位:元`, or the words in two cells beside each other. */
function unitIn(above: readonly SheetRow[]): Unit | undefined {
  for (const { cells } of above) {
    const words = cells.map(plain).filter((cell) => cell !== '');
    for (const [index, word] of words.entries()) {
      const [, unit = words[index + 1]] = /^(?:金额)?(?:计量)?单位(?:unit)?:?(?:人民币)?(元|万元)?$/.exec(word) ?? [];
      if (/^(?:金额)?(?:计量)?单位/.test(word) && (unit === '元' || unit === '万元')) return unit;
    }
  }
  return undefined;
}

function plain(cell: string): string {
  return cell.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
