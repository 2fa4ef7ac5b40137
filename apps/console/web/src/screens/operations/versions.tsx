import type { components } from '@budget-ledger/client';

import { DataTable } from '../../parts/data-table';
import { asInstant } from '../../parts/instant';
import { ToCopy } from '../../parts/to-copy';
import { useWords } from '../../words/language';
import { type State, StateMark } from './state-mark';
import { OPERATIONS_WORDS } from './words';

type Version = components['schemas']['Projections']['versions'][number];

const STATES: Record<Version['state'], State> = {
  serving: 'well',
  built: 'notice',
  left: 'notice',
  filling: 'notice',
  waiting: 'notice',
  failed: 'fault',
};

/** The versions of the tables: which one is read, and how far a new one is. */
export function Versions({ versions }: { versions: readonly Version[] }) {
  const own = useWords(OPERATIONS_WORDS);
  return (
    <section class="card">
      <h2>{own.versions}</h2>
      {!versions.some(({ state }) => state === 'serving') && (
        <p class="banner stopped" role="alert">
          {own.noneServing}
        </p>
      )}
      <DataTable
        label={own.versions}
        rows={versions}
        keyOf={({ version }) => version}
        columns={[
          { head: own.version, class: 'mono', isRowHead: true, cell: ({ version }) => version },
          { head: own.state, cell: ({ state }) => <StateMark state={STATES[state]}>{own.states[state]}</StateMark> },
          { head: own.share, cell: ({ progress }) => progress && <Progress of={progress} /> },
          { head: own.records, class: 'figure', cell: ({ records }) => records?.toLocaleString('en') },
          { head: own.projectors, class: 'figure', cell: ({ projectors }) => projectors },
          { head: own.served, cell: ({ servedAt }) => servedAt && asInstant(servedAt) },
          { head: own.since, cell: ({ historyFromYear }) => historyFromYear },
          { head: own.failure, class: 'wrap', cell: ({ failure }) => failure },
        ]}
      />
      <p class="muted small">{own.help}</p>
      <ToCopy label={own.help} text="npm run ledger -- projections status" />
    </section>
  );
}

function Progress({ of: { share, secondsLeft } }: { of: NonNullable<Version['progress']> }) {
  const own = useWords(OPERATIONS_WORDS);
  const percent = Math.floor(share * 100);
  return (
    <>
      <span class="bar" aria-hidden="true">
        <i style={{ width: `${percent}%` }} />
      </span>
      {`${percent}%`} {secondsLeft !== null && own.left(secondsLeft)}
    </>
  );
}
