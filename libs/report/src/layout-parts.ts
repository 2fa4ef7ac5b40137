import type { Source } from '#domain';

import type { AmountColumn, HeaderCell, StatementRow } from './layout';
import { everything, ownYearFrom } from './line-filter';

/** What layouts of any place are put together from. */

/** A column of everything that its table is about. */
export const TOTAL: AmountColumn = { key: 'total', takes: everything };

/** The year's own money of one source, under the source's name. */
export function ofSource(source: Source): AmountColumn {
  return { key: source, takes: ownYearFrom(source) };
}

/** `text` over one column and one row unless told otherwise. */
export function head(text: string, colspan = 1, rowspan = 1): HeaderCell {
  return { text, colspan, rowspan };
}

/** A row of heads over one column each. */
export function heads(texts: readonly string[]): HeaderCell[] {
  return texts.map((text) => head(text));
}

/** The row under a head that numbers the amount columns: `** ** 1 2 3`. */
export function numbering(amountColumns: number): HeaderCell[] {
  return heads(['**', '**', ...Array.from({ length: amountColumns }, (_, index) => String(index + 1))]);
}

/** Rows of income by source, each with its number before its name. */
export function numbered(
  items: readonly { source: Source; name: string }[],
  ...numbers: readonly string[]
): StatementRow[] {
  return items.map(({ source, name }, index) => ({
    key: source,
    name: `${numbers[index] ?? ''}${name}`,
    takes: ownYearFrom(source),
  }));
}
