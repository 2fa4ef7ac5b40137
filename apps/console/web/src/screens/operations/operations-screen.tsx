import type { components } from '@budget-ledger/client';
import { useEffect, useState } from 'preact/hooks';

import { useRead } from '../../api/use-read';
import { asInstant } from '../../parts/instant';
import { Reading } from '../../parts/reading';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { OPERATIONS_WORDS } from './words';

type Projections = components['schemas']['Projections'];

/** How often it is looked again. */
const EVERY_MS = 5_000;

/** The versions of the tables, for who runs the services: which one is read, and how far a new one is. */
export function OperationsScreen() {
  const own = useWords(OPERATIONS_WORDS);
  const common = useWords(COMMON);
  const [looks, setLooks] = useState(0);
  const read = useRead<Projections>('/v1/projections', 'projections', looks);
  useEffect(() => {
    const timer = setInterval(() => setLooks((count) => count + 1), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    document.title = `${own.title} · ${common.product}`;
  }, [own, common]);
  return (
    <>
      <div class="head">
        <h1>{own.title}</h1>
      </div>
      <Reading of={read} rows={4}>
        {({ versions }) => (
          <section class="card">
            <h2>{own.versions}</h2>
            <div class="scroll frame" tabIndex={0} role="region" aria-label={own.versions}>
              <table>
                <thead>
                  <tr>
                    {[own.version, own.state, own.share].map((name) => (
                      <th key={name} scope="col">
                        {name}
                      </th>
                    ))}
                    {[own.records, own.projectors].map((name) => (
                      <th key={name} scope="col" class="figure">
                        {name}
                      </th>
                    ))}
                    {[own.served, own.since, own.failure].map((name) => (
                      <th key={name} scope="col">
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {versions.map((each) => (
                    <tr key={each.version}>
                      <th scope="row" class="mono">
                        {each.version}
                      </th>
                      <td>{own.states[each.state]}</td>
                      <td>{each.progress === undefined ? '' : progressOf(each.progress, own)}</td>
                      <td class="figure">{each.records?.toLocaleString('en') ?? ''}</td>
                      <td class="figure">{each.projectors}</td>
                      <td>{each.servedAt === null ? '' : asInstant(each.servedAt)}</td>
                      <td>{each.historyFromYear ?? ''}</td>
                      <td class="wrap">{each.failure ?? ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <p class="muted small">{own.help}</p>
          </section>
        )}
      </Reading>
    </>
  );
}

function progressOf(
  progress: NonNullable<Projections['versions'][number]['progress']>,
  own: (typeof OPERATIONS_WORDS)['zh'],
): string {
  const { share, secondsLeft } = progress;
  const percent = `${Math.floor(share * 100)}%`;
  return secondsLeft === null ? percent : `${percent} ${own.left(secondsLeft)}`;
}
