import type { components } from '@budget-ledger/client';

import { useRead } from '../../api/use-read';
import { asInstant } from '../../parts/instant';
import { Reading } from '../../parts/reading';
import { useTitle } from '../../parts/use-title';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { DropZone } from './drop-zone';
import { FILES_WORDS } from './words';

type ImportList = components['schemas']['ImportList'];

/** Where files are dropped, with templates to begin with and what was sent lately. */
export function FilesScreen() {
  const own = useWords(FILES_WORDS);
  const common = useWords(COMMON);
  const list = useRead<ImportList>('/v1/imports');
  useTitle(own.title);
  return (
    <>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={common.where}>
            <a href="/work">{common.work}</a> / {own.title}
          </nav>
          <h1>{own.title}</h1>
          <p class="muted">{own.lead}</p>
        </div>
      </div>
      <DropZone label={own.drop} />
      <section class="card">
        <h2>
          {own.templates} <small>{own.templatesHelp}</small>
        </h2>
        <ul class="templates">
          {Object.entries(own.kinds).map(([kind, name]) => (
            <li key={kind}>
              <b>{name}</b>
              <a href={`/v1/imports/templates/${kind}`} download>
                CSV {common.yuan}
              </a>
              <a href={`/v1/imports/templates/${kind}?unit=wan`} download>
                CSV {common.tenThousandYuan}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section class="card">
        <h2>{own.mine}</h2>
        <Reading of={list} rows={3}>
          {({ imports }) =>
            imports.length === 0 ? (
              <p class="muted">{own.none}</p>
            ) : (
              <ul class="receipts">
                {imports.map(({ id, fileName, state, bytes, createdAt }) => (
                  <li key={id}>
                    <a href={`/work/files/${id}`}>
                      <bdi>{fileName ?? own.unnamed}</bdi>
                    </a>
                    <span>{own[state]}</span>
                    <span class="muted small">
                      {own.bytes(bytes)} · {asInstant(createdAt)}
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Reading>
      </section>
    </>
  );
}
