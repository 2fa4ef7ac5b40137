import { useEffect, useRef, useState } from 'preact/hooks';

import { currentAddress, go, withQuery } from '../../address/address';
import { grouping, asYuan, type MoneyUnit } from '../../parts/money';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { Table } from './answers';
import { TABLE_WORDS } from './words';

interface TableViewProps {
  table: Table;
  money: MoneyUnit;
  /** The address of the chosen cell, `row/column`. */
  picked: string | undefined;
  canPick: boolean;
}

/** How long a figure that has just changed is marked. */
const MARKED_MS = 2_400;

/** A table as it is published, whose figures are buttons that open what makes them. */
export function TableView({ table, money, picked, canPick }: TableViewProps) {
  const own = useWords(TABLE_WORDS);
  const common = useWords(COMMON);
  const changed = useChanged(table);
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = (row: number, column: number): string => {
    const printed = table.rows[row]?.[column] ?? '';
    const exact = table.amountsYuan?.[row]?.[column];
    if (money === 'yuan' && exact !== undefined && exact !== '') return printed === '' ? '' : asYuan(exact);
    return table.alignments[column] === 'right' ? grouping(printed) : printed;
  };
  const pick = (address: string): void =>
    go(withQuery({ cell: address === picked ? undefined : address }, currentAddress()));
  const unit = money === 'yuan' ? common.yuan : common.tenThousandYuan;
  return (
    <div class="scroll frame" tabIndex={0} role="region" aria-label={table.title}>
      <table onKeyDown={(event) => moveAmong(event, body.current)}>
        <caption>
          {own.reporting}: {table.unit.name} <span class="spread">{`${common.currencyUnit}: ${unit}`}</span>
        </caption>
        <thead>
          <tr>
            {table.columns.map((name, column) => (
              <th key={column} scope="col" class={table.alignments[column] === 'right' ? 'figure' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {table.rows.map((cells, row) => (
            <tr key={rowKey(table, row)} class={isSum(table, row) ? 'sum' : undefined}>
              {cells.map((_, column) => {
                const address = table.addresses[row]?.[column] ?? '';
                const text = shown(row, column);
                if (table.alignments[column] !== 'right')
                  return (
                    <td key={column} class={textClass(table, row, column)}>
                      {text}
                    </td>
                  );
                const names = [
                  'figure',
                  address !== '' && address === picked && 'picked',
                  changed.has(address) && 'changed',
                ];
                return (
                  <td key={column} class={names.filter(Boolean).join(' ')}>
                    {address === '' || text === '' || !canPick ? (
                      text
                    ) : (
                      <button type="button" aria-pressed={address === picked} onClick={() => pick(address)}>
                        {text}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hidden-text" role="status">
        {changed.size > 0 ? own.changedNow(changed.size) : ''}
      </p>
      {table.notes.map((note) => (
        <p key={note} class="muted small">
          {note}
        </p>
      ))}
    </div>
  );
}

/** The cells whose figures are others than in the table of the same name that stood here before. */
function useChanged(table: Table): ReadonlySet<string> {
  const before = useRef<{ of: string; cells: Map<string, string> } | undefined>(undefined);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const of = `${table.unit.code} ${table.year} ${table.table} ${table.measure}`;
    const cells = new Map<string, string>();
    for (const [row, addresses] of table.addresses.entries())
      for (const [column, address] of addresses.entries())
        if (address !== '') cells.set(address, table.amountsYuan?.[row]?.[column] ?? table.rows[row]?.[column] ?? '');
    const last = before.current;
    before.current = { of, cells };
    if (last?.of !== of) return undefined;
    const others = [...cells].filter(([address, text]) => (last.cells.get(address) ?? '') !== text);
    setChanged(new Set(others.map(([address]) => address)));
    const timer = setTimeout(() => setChanged(new Set()), MARKED_MS);
    return () => clearTimeout(timer);
  }, [table]);
  return changed;
}

/** Arrow keys go from figure to figure, as in a spreadsheet. */
function moveAmong(event: KeyboardEvent, body: HTMLTableSectionElement | null): void {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  const cell = (event.target as Element).closest('td');
  if (step === undefined || cell === null || body === null) return;
  event.preventDefault();
  const [down = 0, right = 0] = step;
  let row = (cell.parentElement as HTMLTableRowElement).sectionRowIndex + down;
  let column = cell.cellIndex + right;
  for (let at = body.rows[row]?.cells[column]; at !== undefined; at = body.rows[row]?.cells[column]) {
    const button = at.querySelector('button');
    if (button !== null) {
      button.focus();
      return;
    }
    row += down;
    column += right;
  }
}

function keyOfRow(table: Table, row: number): string | undefined {
  return table.addresses[row]?.find((address) => address !== '')?.split('/')[0];
}

function rowKey(table: Table, row: number): string {
  return `${keyOfRow(table, row) ?? 'row'} ${row}`;
}

function isSum(table: Table, row: number): boolean {
  return /total/.test(keyOfRow(table, row) ?? '');
}

/** A code's level is an indent of its name: 类 3, 款 5, 项 7 digits. */
function textClass(table: Table, row: number, column: number): string | undefined {
  const key = keyOfRow(table, row) ?? '';
  if (table.alignments[1] !== 'left') return 'wrap';
  if (column === 0) return 'code';
  return /^\d{5}$/.test(key) ? 'name level-1' : /^\d{7}$/.test(key) ? 'name level-2' : 'name';
}
