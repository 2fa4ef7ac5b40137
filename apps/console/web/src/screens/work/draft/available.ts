import { fenOf, paidOf, yuanOf } from '../../../parts/money';
import type { List } from '../forms/form';
import { readAmount } from './amount';
import { isEmptyRow, type Typed } from './draft';

/** A line of the books, as the lines of a department answer it. */
export interface BookLine {
  unit: string;
  source: string;
  function: string;
  economic: string;
  category: string;
  project?: string;
  originYear?: number;
  procurement?: string;
  currentYuan: string;
  availableYuan: string;
  paidYuan: string;
  refundedYuan: string;
  frozenYuan: string;
}

/** What a row of a form stands against in the books. */
export interface Standing {
  /** What the limit leaves, or what the line has where there is none. */
  hasYuan: string;
  /** What all rows of the same line ask for together. */
  askedYuan: string;
  isShort: boolean;
  /** Whether the books have the line at all. */
  isKnown: boolean;
}

const IDENTITY = [
  'unit',
  'source',
  'function',
  'economic',
  'category',
  'project',
  'originYear',
  'procurement',
] as const;

export function keyOf(line: Readonly<Partial<Record<(typeof IDENTITY)[number], string | number>>>): string {
  return IDENTITY.map((name) => {
    // Only a line of a project has one, whatever an earlier choice left in its field.
    if (name === 'project' && line.category !== 'project') return '';
    return String(line[name] ?? '').trim();
  }).join('|');
}

/** What is typed of a line of the books, to begin a row with. */
export function rowOf(line: BookLine): Typed {
  return Object.fromEntries(IDENTITY.flatMap((name) => (line[name] === undefined ? [] : [[name, String(line[name])]])));
}

/** Where each row stands in the books; rows without a whole line stand nowhere. */
export function standingsOf(list: List, rows: readonly Typed[], lines: readonly BookLine[]): (Standing | undefined)[] {
  const books = new Map(lines.map((line) => [keyOf(line), line]));
  const asked = new Map<string, bigint>();
  for (const row of rows) asked.set(keyOf(row), (asked.get(keyOf(row)) ?? 0n) + fenTyped(row));
  return rows.map((row) => {
    if (isEmptyRow(row) || !isWhole(row)) return undefined;
    const line = books.get(keyOf(row));
    const has = line === undefined ? '0.00' : hasOf(line, list.limit);
    const ask = asked.get(keyOf(row)) ?? 0n;
    const isShort = list.limit !== undefined && ask > fenOf(has);
    return { hasYuan: has, askedYuan: yuanOf(ask), isShort, isKnown: line !== undefined };
  });
}

function hasOf(line: BookLine, limit: List['limit']): string {
  if (limit === 'available') return line.availableYuan;
  if (limit === 'paid') return paidOf(line);
  return line.currentYuan;
}

/** What rows ask for together; amounts that cannot be read count nothing, and their fields say so. */
export function sumOf(rows: readonly Typed[]): string {
  return yuanOf(rows.reduce((sum, row) => sum + fenTyped(row), 0n));
}

function fenTyped({ amountYuan = '' }: Typed): bigint {
  const read = readAmount(amountYuan, true);
  return 'yuan' in read ? fenOf(read.yuan) : 0n;
}

function isWhole(row: Typed): boolean {
  return ['unit', 'source', 'function', 'economic', 'category'].every((name) => (row[name] ?? '') !== '');
}
