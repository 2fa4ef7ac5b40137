import type { components } from '@budget-ledger/client';
import { useEffect, useState } from 'preact/hooks';

import { useRead } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { asInstant } from '../../parts/instant';
import { Reading } from '../../parts/reading';
import { useTitle } from '../../parts/use-title';
import { useWords } from '../../words/language';
import { OPERATIONS_WORDS } from './words';

type Projections = components['schemas']['Projections'];

/** How often it is looked again. */
const EVERY_MS = 5_000;

/** The versions of the tables, for who runs the services: which one is read, and how far a new one is. */
export function OperationsScreen() {
  const own = useWords(OPERATIONS_WORDS);
  const [looks, setLooks] = useState(0);
  const read = useRead<Projections>('/v1/projections', looks);
  useEffect(() => {
    const timer = setInterval(() => setLooks((count) => count + 1), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  useTitle(own.title);
  return (
    <>
      <div class="head">
        <h1>{own.title}</h1>
      </div>
      <Reading of={read} rows={4}>
        {({ versions }) => (
          <section class="card">
            <h2>{own.versions}</h2>
            <DataTable
              label={own.versions}
              rows={versions}
              keyOf={({ version }) => version}
              columns={[
                { head: own.version, class: 'mono', isRowHead: true, cell: ({ version }) => version },
                { head: own.state, cell: ({ state }) => own.states[state] },
                { head: own.share, cell: ({ progress }) => progress && progressOf(progress, own) },
                { head: own.records, class: 'figure', cell: ({ records }) => records?.toLocaleString('en') },
                { head: own.projectors, class: 'figure', cell: ({ projectors }) => projectors },
                { head: own.served, cell: ({ servedAt }) => servedAt && asInstant(servedAt) },
                { head: own.since, cell: ({ historyFromYear }) => historyFromYear },
                { head: own.failure, class: 'wrap', cell: ({ failure }) => failure },
              ]}
            />
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
