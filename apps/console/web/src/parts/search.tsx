import { useEffect, useRef, useState } from 'preact/hooks';

import { go } from '../address/address';
import { yearPath } from '../address/place';
import { addressOf, useRead } from '../api/use-read';
import { COMMON } from '../words/common';
import { useWords, words } from '../words/language';

/** One thing that was found, as `GET /v1/search` answers it. */
export interface Hit {
  kind: 'division' | 'department' | 'unit' | 'project' | 'document' | 'function' | 'economic';
  code: string;
  name: string;
  division?: string;
  department?: string;
  unit?: string;
  year?: number;
}

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
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useRead<{ hits: Hit[] }>(
    asked === '' ? undefined : addressOf('/v1/search', { q: asked, limit: 20 }),
    'search',
  );
  const hits = asked === '' ? [] : (found.data?.hits ?? []);
  const open = (hit: Hit | undefined): void => {
    if (hit === undefined) return;
    setOpen(false);
    setText('');
    field.current?.blur();
    go(addressOfHit(hit));
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setChosen((now) => (now + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(hits.length, 1));
    }
    if (event.key === 'Enter') open(hits[chosen]);
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

/** Where a hit leads: to the tables of its place, or to the trail with its document. */
function addressOfHit({ kind, code, division = '', department, unit, year }: Hit): string {
  const latest = year ?? new Date().getFullYear();
  switch (kind) {
    case 'division':
      return `/divisions/${code}`;
    case 'department':
      return yearPath({ kind: 'department', division, code }, latest);
    case 'unit':
      return yearPath({ kind: 'unit', division, code }, latest);
    case 'document':
      return `/audit/${division}/${department ?? ''}?q=${encodeURIComponent(code)}`;
    case 'project':
      return `${yearPath({ kind: 'unit', division, code: unit ?? '' }, latest, 'execution')}?q=${encodeURIComponent(code)}`;
    case 'function':
    case 'economic':
      return `/?q=${encodeURIComponent(code)}`;
  }
}
