import { dimensionsOfKey, emptyLine, type Line } from '#domain';

import type { PostedRow, StoredAmounts } from './amounts-after';
import { storedFen } from './stored-fen';

/** What a posting says of its line behind it. */
export type AfterRow = Pick<PostedRow, 'fiscal_year' | 'line_key' | 'amounts_after'>;

/** The line as a posting left it. */
export function lineAfter({ fiscal_year, line_key, amounts_after }: AfterRow): Line {
  const line = emptyLine(dimensionsOfKey(line_key), fiscal_year);
  for (const [column, amount] of Object.entries(amounts_after)) {
    line[column as keyof StoredAmounts] = storedFen(amount);
  }
  return line;
}
