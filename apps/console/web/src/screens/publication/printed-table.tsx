import type { components } from '@budget-ledger/client';

type TableParts = components['schemas']['TableParts'];

/** A table as it is printed: black rules, no buttons. */
export function PrintedTable({ table }: { table: TableParts }) {
  return (
    <figure class="printed">
      <figcaption>
        <b>{table.title}</b>
        <span>{`填报单位：${table.unit.name}\u3000单位：${table.currencyUnit}`}</span>
      </figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-label={table.title}>
        <table>
          <thead>
            <tr>
              {table.columns.map((name, column) => (
                <th key={column} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) => (
                  <td key={column} class={table.alignments[column] === 'right' ? 'figure' : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.notes.map((note) => (
        <p key={note} class="small">
          {note}
        </p>
      ))}
    </figure>
  );
}
