import { availableOf, dimensionsOf, type Line, type LineDimensions, type PostingLine } from './line';
import { type Fen, yuanOf } from './money';

/** What year-end makes of one line. */
export interface CarryOverPreviewLine {
  line: Line;
  /** What is left and not frozen: at most this can be carried over. */
  leftFen: Fen;
  /** 结转 for the year's own money; 结余 for money that was carried over before and is unused for a second year. */
  kind: 'carry-forward' | 'surplus';
  /** The line of the next year that it would become where it keeps its purpose. */
  into: LineDimensions;
  /** What CarryOverBalance takes among its `lines`, as it is; absent where nothing is left. */
  posting?: PostingLine;
}

/**
 * Line by line what a year has left and what would become of it (预算法第四十二条, 实施条例第五十条). Lines that have nothing left and
 * nothing frozen are left out; what is still frozen must be paid or released before it can be carried over.
 */
export function previewCarryOver(fiscalYear: number, lines: readonly Line[]): CarryOverPreviewLine[] {
  return lines
    .filter((line) => availableOf(line) > 0n || line.frozen > 0n)
    .map((line) => {
      const dimensions = dimensionsOf(line);
      const leftFen = availableOf(line);
      return {
        line,
        leftFen,
        kind: line.originYear === undefined ? 'carry-forward' : 'surplus',
        into: { ...dimensions, originYear: line.originYear ?? fiscalYear },
        ...(leftFen > 0n ? { posting: { ...dimensions, amountYuan: yuanOf(leftFen) } } : {}),
      };
    });
}
