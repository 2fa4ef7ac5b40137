import { asYuan } from '../../../parts/money';
import { useLanguage, useWords } from '../../../words/language';
import { type Standing, standingsOf, sumOf } from '../draft/available';
import { nextRow, type Typed } from '../draft/draft';
import { cellsOf, isTable, pasted } from '../draft/paste';
import type { Field, List } from '../forms/form';
import { WORK_WORDS } from '../words';
import { useBooks } from './books';
import { FieldInput, understood } from './field-input';
import type { Faults } from './fields';
import { LinePicker } from './line-picker';

interface LineTableProps {
  list: List;
  rows: readonly Typed[];
  faults: Faults;
  change: (rows: Typed[]) => void;
}

/** The rows of a list: typed, taken from the books, or pasted from a spreadsheet, with what the books say beside each. */
export function LineTable({ list, rows, faults, change }: LineTableProps) {
  const language = useLanguage();
  const own = useWords(WORK_WORDS);
  const books = useBooks();
  const lines = list.year === 'before' ? books.before : books.lines;
  const hasMoney = list.fields.some(({ name }) => name === 'amountYuan');
  const standings = hasMoney && lines !== undefined ? standingsOf(list, rows, lines) : [];
  const title = list.title[language];
  const set = (index: number, name: string, value: string): void =>
    change(rows.map((row, at) => (at === index ? { ...row, [name]: value } : row)));
  const paste = (event: ClipboardEvent, row: number, field: string): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!isTable(text)) return;
    event.preventDefault();
    change(pasted(rows, list.fields, { row, field }, cellsOf(text)));
  };
  const fault = faults.get(list.name);
  return (
    <section class="card" aria-label={title}>
      <div class="side-head">
        <h2>{title}</h2>
        {hasMoney && (
          <p class="total">
            {own.sum} <b class="figure">{asYuan(sumOf(rows))}</b>
          </p>
        )}
      </div>
      {fault !== undefined && <p class="wrong">{fault}</p>}
      <div class="scroll">
        <table class="entry">
          <caption class="hidden-text">{title}</caption>
          <thead>
            <tr>
              <th scope="col">#</th>
              {list.fields.map((field) => (
                <th scope="col" key={field.name} class={field.name === 'amountYuan' ? 'figure' : undefined}>
                  {field.label[language]}
                </th>
              ))}
              <th scope="col">
                <span class="hidden-text">{own.removeRow(0)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <th scope="row" class="muted">
                  {index + 1}
                </th>
                {list.fields.map((field) => (
                  <Cell
                    key={field.name}
                    field={field}
                    row={row}
                    place={`${list.name}[${index}]`}
                    label={`${title} ${own.row(index + 1)} ${field.label[language]}`}
                    fault={faults.get(`${list.name}[${index}].${field.name}`)}
                    standing={field.name === 'amountYuan' ? standings[index] : undefined}
                    limit={list.limit}
                    change={(value) => set(index, field.name, value)}
                    onPaste={(event) => paste(event, index, field.name)}
                  />
                ))}
                <td>
                  <button
                    type="button"
                    aria-label={`${title} ${own.removeRow(index + 1)}`}
                    onClick={() => change(rows.filter((_, at) => at !== index))}
                  >
                    ×
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="tools">
        <button type="button" onClick={() => change([...rows, nextRow(rows)])}>
          {own.addRow}
        </button>
        {hasMoney && lines !== undefined && lines.length > 0 && (
          <LinePicker list={list} lines={lines} rows={rows} change={change} />
        )}
      </div>
    </section>
  );
}

interface CellProps {
  field: Field;
  row: Typed;
  place: string;
  label: string;
  fault: string | undefined;
  standing: Standing | undefined;
  limit: List['limit'];
  change: (value: string) => void;
  onPaste: (event: ClipboardEvent) => void;
}

function Cell({ field, row, place, label, fault, standing, limit, change, onPaste }: CellProps) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const id = `${place}.${field.name}`;
  const value = row[field.name] ?? '';
  // What the row has no use for is not asked for; its column stays.
  if (field.when?.(row) === false) return <td class="off" data-label={field.label[language]} />;
  const more = understood(field, value);
  const says = [fault !== undefined && `${id}-fault`, (more ?? standing) !== undefined && `${id}-more`].filter(Boolean);
  return (
    <td data-label={field.label[language]} class={field.name === 'amountYuan' ? 'figure' : undefined}>
      <FieldInput
        field={field}
        id={id}
        value={value}
        label={label}
        isWrong={fault !== undefined || standing?.isShort === true}
        describedBy={says.length === 0 ? undefined : says.join(' ')}
        change={change}
        onPaste={onPaste}
      />
      {fault !== undefined && (
        <span class="wrong" id={`${id}-fault`}>
          {fault}
        </span>
      )}
      {(more ?? standing) !== undefined && (
        <span class={standing?.isShort === true ? 'under wrong' : 'under muted'} id={`${id}-more`}>
          {more !== undefined && <span>{own.understood(more)}</span>}
          {standing !== undefined && <span>{told(standing, limit, own)}</span>}
        </span>
      )}
    </td>
  );
}

function told(standing: Standing, limit: List['limit'], own: (typeof WORK_WORDS)['zh']): string {
  if (!standing.isKnown && limit === undefined) return own.newLine;
  const has = asYuan(standing.hasYuan);
  if (limit === 'available') return own.available(has, asYuan(standing.askedYuan));
  return limit === 'paid' ? own.paid(has, asYuan(standing.askedYuan)) : own.has(has);
}
