import type { components } from '@budget-ledger/client';
import { useEffect } from 'preact/hooks';

import { apiPath, type Place, placeOf } from '../../address/place';
import { versionOf } from '../../address/version';
import { addressOf, useRead } from '../../api/use-read';
import { isPublished, MeasureChoice, measureOf } from '../../parts/choices';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { TimeBar } from '../../parts/time-bar';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { TableNumbers } from '../table/table-numbers';
import { TABLE_WORDS } from '../table/words';
import { PrintedTable } from './printed-table';

type Publication = components['schemas']['Publication'];
type Explanation = components['schemas']['Explanation'];
type Section = Explanation['sections'][number];

/** The text that a budget is published by, or its explanation alone, in the form that statutes ask for. */
export function PublicationScreen({ parts, address }: ScreenProps) {
  const own = useWords(TABLE_WORDS);
  const common = useWords(COMMON);
  const place = placeOf(parts) as Place;
  const { year = '' } = parts;
  const text = address.path.endsWith('/explanation') ? 'explanation' : 'publication';
  const version = versionOf(address);
  const asked = measureOf(address);
  const measure = isPublished(asked) ? asked : 'current';
  const base = `${apiPath(place)}/years/${year}/${text}`;
  const read = useRead<Publication | Explanation>(addressOf(base, { measure, ...version }));
  const title = text === 'explanation' ? own.explanation : own.publication;
  const name = read.data?.unit.name;
  useEffect(() => {
    if (name !== undefined) keepRecent(address.path, `${title} · ${name} · ${year}`);
  }, [address.path, name]);
  return (
    <>
      <PlaceHead place={place} year={year} title={title}>
        <MeasureChoice value={measure} of={['current', 'original']} />
        <button type="button" onClick={() => print()}>
          {common.print}
        </button>
        <a
          class="button"
          href={addressOf(base, { measure, format: text === 'explanation' ? 'text' : 'html', ...version })}
          target="_blank"
          rel="noreferrer"
        >
          {own.html}
        </a>
      </PlaceHead>
      <TableNumbers place={place} year={year} number={text} />
      <TimeBar place={place} year={year} version={version} />
      <Reading of={read} rows={14}>
        {(shown) => (
          <article class="card statutory" lang="zh-CN">
            <h2 class="statutory-title">{shown.title}</h2>
            {'tables' in shown ? <WholePublication publication={shown} /> : <Sections sections={shown.sections} />}
          </article>
        )}
      </Reading>
    </>
  );
}

function WholePublication({ publication }: { publication: Publication }) {
  const { overview, tables, explanation, glossary } = publication;
  return (
    <>
      <h3 class="statutory-part">{overview.title}</h3>
      <Sections sections={overview.sections} />
      <h3 class="statutory-part">{tables.title}</h3>
      {tables.tables.map((table) => (
        <PrintedTable key={table.table} table={table} />
      ))}
      <h3 class="statutory-part">{explanation.title}</h3>
      <Sections sections={explanation.sections} />
      <h3 class="statutory-part">{glossary.title}</h3>
      <Sections sections={glossary.sections} />
    </>
  );
}

function Sections({ sections }: { sections: readonly Section[] }) {
  return (
    <>
      {sections.map(({ heading, depth, paragraphs }) => (
        <section key={heading}>
          {heading !== '' && <h4 class={`depth-${depth}`}>{heading}</h4>}
          {paragraphs.map((sentences, index) => (
            <p key={index}>{sentences.map(({ text }) => text).join('')}</p>
          ))}
        </section>
      ))}
    </>
  );
}
