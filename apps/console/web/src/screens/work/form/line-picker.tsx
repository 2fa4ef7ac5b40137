import { useState } from 'preact/hooks';

import { asYuan } from '../../../parts/money';
import { useLanguage, useWords } from '../../../words/language';
import { type BookLine, keyOf, rowOf } from '../draft/available';
import { isEmptyRow, type Typed } from '../draft/draft';
import type { List } from '../forms/form';
import { termOf } from '../../../parts/terms';
import { usedLines } from '../sending/kept';
import { WORK_WORDS } from '../words';
import { useBooks } from './books';
import { nameOfCode } from './codes';

interface LinePickerProps {
  list: List;
  lines: readonly BookLine[];
  rows: readonly Typed[];
  change: (rows: Typed[]) => void;
}

const SHOWN = 12;

/** Lines of the books to begin rows with: those lately used first, the others by what is typed of them. */
export function LinePicker({ list, lines, rows, change }: LinePickerProps) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const { division, department } = useBooks();
  const [isOpen, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  if (!isOpen)
    return (
      <button type="button" onClick={() => setOpen(true)}>
        {own.fromBooks}
      </button>
    );
  const used = usedLines(`${division}/${department}`);
  const rank = (line: BookLine): number => {
    const at = used.indexOf(keyOf(line));
    return at < 0 ? used.length : at;
  };
  const fits = lines
    .filter((line) => fitsList(list, line) && textOf(line, language).includes(filter.trim()))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, SHOWN);
  const take = (line: BookLine): void => change([...rows.filter((row) => !isEmptyRow(row)), rowOf(line)]);
  return (
    <div class="picker">
      <label>
        {own.filter} <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </label>{' '}
      <button type="button" onClick={() => setOpen(false)}>
        ×<span class="hidden-text">{own.fromBooks}</span>
      </button>
      <ul>
        {fits.map((line) => (
          <li key={keyOf(line)}>
            <button type="button" onClick={() => take(line)}>
              {own.take}
            </button>
            <span>
              {rank(line) < used.length && <b class="small">{own.lately} </b>}
              {textOf(line, language)}
            </span>
            <span class="figure">{asYuan(list.limit === 'paid' ? line.paidYuan : line.availableYuan)}</span>
          </li>
        ))}
      </ul>
      {fits.length === 0 && <p class="muted">{own.noLines}</p>}
    </div>
  );
}

/** The pool is handed down from, and units are paid from. */
function fitsList({ fields }: List, { unit, originYear }: BookLine): boolean {
  const kind = fields.find(({ name }) => name === 'unit')?.kind;
  const hasOrigin = fields.some(({ name }) => name === 'originYear');
  if (kind === 'pool' && unit.length !== 3) return false;
  if (kind === 'unit' && unit.length !== 6) return false;
  return hasOrigin || originYear === undefined;
}

/** A line in words: what is typed to find it is a part of this. */
export function textOf(line: Omit<BookLine, `${string}Yuan`>, language: 'zh' | 'en'): string {
  const code = (kind: 'function' | 'economic'): string =>
    [line[kind], nameOfCode(kind, line[kind])].filter(Boolean).join(' ');
  return [
    line.unit,
    termOf(line.source)[language],
    code('function'),
    code('economic'),
    termOf(line.category)[language],
    line.project,
    line.procurement === undefined ? undefined : termOf(line.procurement)[language],
    line.originYear,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}
