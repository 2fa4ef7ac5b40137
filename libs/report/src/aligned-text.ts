/** Characters that take two places of a terminal: CJK ideographs, full-width forms, kana, hangul and their punctuation. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const COLUMN_GAP = '  ';

export type Alignment = 'left' | 'right';

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** The width of the widest of them. */
export function widestOf(texts: readonly string[]): number {
  return texts.reduce((widest, text) => Math.max(widest, displayWidth(text)), 0);
}

/** Rows of cells as lines of aligned columns. A control character could steer the terminal, so it is shown as a space. */
export function alignedText(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  const clean = rows.map((row) => row.map((cell) => cell.replace(/\p{Cc}/gu, ' ')));
  const widths = alignments.map((_, column) => widestOf(clean.map((row) => row[column] ?? '')));
  return clean.map((row) =>
    widths
      .map((width, column) => padded(row[column] ?? '', width, alignments[column] ?? 'left'))
      .join(COLUMN_GAP)
      .trimEnd(),
  );
}

function padded(cell: string, width: number, alignment: Alignment): string {
  const space = ' '.repeat(width - displayWidth(cell));
  return alignment === 'right' ? space + cell : cell + space;
}
