import type { ComponentChildren } from 'preact';

/** One column of a table: its head, and what stands in it for each row. */
export interface Column<Row> {
  head: string;
  cell: (row: Row) => ComponentChildren;
  /** `figure` is set to the right, `code` as text that is compared, `name` may take several lines on a narrow page. */
  class?: string | ((row: Row) => string);
  /** The column that names the row. */
  isRowHead?: boolean;
}

interface DataTableProps<Row> {
  /** What the table is, for who hears it. */
  label: string;
  caption?: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string | number;
  classOf?: (row: Row) => string | undefined;
}

/** A real table in a frame of its own that scrolls, also by keyboard, with heads that stay. */
export function DataTable<Row>({ label, caption, columns, rows, keyOf, classOf }: DataTableProps<Row>) {
  return (
    <div class="scroll frame" tabIndex={0} role="region" aria-label={label}>
      <table>
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map(({ head, class: name }) => (
              <th key={head} scope="col" class={isFigure(name) ? 'figure' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)} class={classOf?.(row)}>
              {columns.map(({ head, cell, class: name, isRowHead }) => {
                const looks = typeof name === 'function' ? name(row) : name;
                return isRowHead ? (
                  <th key={head} scope="row" class={looks}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} class={looks}>
                    {cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A column whose look depends on the row is one of figures: they alone tell more from less. */
function isFigure(name: Column<never>['class']): boolean {
  return typeof name === 'function' || name === 'figure';
}
