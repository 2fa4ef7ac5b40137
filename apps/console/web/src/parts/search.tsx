import type { components } from '@budget-ledger/client';
import { useEffect, useRef, useState } from 'preact/hooks';

import { go } from '../address/address';
import { pathOf, type Place, yearPath } from '../address/place';
import { standingAt } from '../address/standing-at';
import { addressOf, useRead } from '../api/use-read';
import { COMMON } from '../words/common';
import { useWords, words } from '../words/language';

/** One thing that was found. */
export type Hit = components['schemas']['Hit'];

const WAIT_MS = 120;

const WORDS = words(
  {
    kinds: '地区 部门 单位 项目 文号 功能 经济',
    nothing: (text: string) => `没有找到“${text}”。可以输入名称的一部分、编码、文号或拼音首字母。`,
  },
  {
    kinds: 'Division Department Unit Project Document Function Economic',
    nothing: (text) => `Nothing found for “${text}”. Try a part of a name, a code, a document number or initials.`,
  },
);
const KINDS: readonly Hit['kind'][] = ['division', 'department', 'unit', 'project', 'document', 'function', 'economic'];

/** The search of the head: a combobox as WAI-ARIA has it, reached by `/`. */
export function Search() {
  const common = useWords(COMMON);
  const own = useWords(WORDS);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [isEntered, setEntered] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useRead<{ hits: Hit[] }>(
    asked === '' ? undefined : addressOf('/v1/search', { q: asked, limit: 20 }),
    undefined,
    'search',
  );
  const isSettled = asked === text.trim() && !found.isLoading;
  const hits = asked === '' ? [] : (found.data?.hits ?? []);
  const open = (hit: Hit | undefined): void => {
    const to = hit && addressOfHit(hit);
    if (to === undefined) return;
    setOpen(false);
    setText('');
    field.current?.blur();
    go(to);
  };
  useEffect(() => {
    if (!isEntered || !isSettled) return;
    setEntered(false);
    open(hits[chosen]);
  }, [isEntered, isSettled]);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setChosen((now) => (now + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(hits.length, 1));
    }
    // What is found for half of what was typed is nothing to go to; it is gone to when all of it has been looked for.
    if (event.key === 'Enter') setEntered(true);
    if (event.key === 'Escape') setOpen(false);
  };
  const isShown = isOpen && asked !== '';
  return (
    <div class="search" role="search">
      <input
        ref={field}
        type="text"
        list={undefined}
        role="combobox"
        data-key="/"
        placeholder={common.search}
        aria-label={common.search}
        aria-expanded={isShown && hits.length > 0}
        aria-controls="hits"
        aria-autocomplete="list"
        aria-activedescendant={isShown && hits.length > 0 ? `hit-${chosen}` : undefined}
        autocomplete="off"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
          setEntered(false);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onKeyDown={pressed}
      />
      {isShown && hits.length > 0 && (
        <ul class="hits" id="hits" role="listbox" aria-label={common.search}>
          {hits.map((hit, index) => (
            <li
              key={`${hit.kind} ${hit.division ?? ''} ${hit.code}`}
              id={`hit-${index}`}
              role="option"
              aria-selected={index === chosen}
              onMouseDown={() => open(hit)}
            >
              <span class="kind">{own.kinds.split(' ')[KINDS.indexOf(hit.kind)]}</span>
              <span>{hit.name}</span>
              <span class="muted mono">{hit.code === hit.name ? '' : hit.code}</span>
            </li>
          ))}
        </ul>
      )}
      {isShown && hits.length === 0 && !found.isLoading && (
        <p class="hits muted" role="status">
          {own.nothing(asked)}
        </p>
      )}
    </div>
  );
}

/** Where a hit leads: to the tables of its place, to the record that bears a document, or to the lines in which a code or a project stands. */
function addressOfHit(hit: Hit): string | undefined {
  const { kind, code, division = '', department = '', unit = '', revision } = hit;
  const year = hit.year ?? hit.years?.at(-1) ?? new Date().getFullYear();
  const linesOf = (place: Place, of: number | string): string =>
    `${yearPath(place, of, 'execution')}?view=lines&q=${encodeURIComponent(code)}`;
  switch (kind) {
    case 'division':
      return pathOf({ kind, division: code, code });
    case 'department':
    case 'unit':
      return yearPath({ kind, division, code }, year);
    case 'document':
      return `/audit/${division}/${department}/${revision ?? ''}`;
    case 'project':
      return linesOf({ kind: 'unit', division, code: unit }, year);
    case 'function':
    case 'economic': {
      // A code is of no place, so it is looked for where the reader is.
      const at = standingAt(location.pathname);
      return at && linesOf(at.place, at.year);
    }
  }
}
