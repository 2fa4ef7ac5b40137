import type { components } from '@budget-ledger/client';

import { DataTable } from '../../parts/data-table';
import { useWords } from '../../words/language';
import { StateMark } from './state-mark';
import { OPERATIONS_WORDS } from './words';

/** Behind for longer than this is more than the time that a projector takes. */
const LONG_SECONDS = 10;

/** How far the tables are behind the log. */
export function Lag({ lag }: { lag: components['schemas']['Operations']['lag'] }) {
  const own = useWords(OPERATIONS_WORDS);
  const behind = lag.partitions.reduce((sum, { records }) => sum + records, 0);
  return (
    <section class="card">
      <h2>{own.lag}</h2>
      {lag.unavailable !== undefined ? (
        <p class="banner stopped" role="alert">
          {own.lagUnknown} <span class="small">{lag.unavailable}</span>
        </p>
      ) : (
        <p>{behind === 0 ? own.caughtUp : own.behind(behind)}</p>
      )}
      {lag.partitions.length > 0 && (
        <DataTable
          label={own.lag}
          rows={lag.partitions}
          keyOf={({ partition }) => partition}
          columns={[
            { head: own.partition, isRowHead: true, cell: ({ partition }) => partition },
            { head: own.end, class: 'figure', cell: ({ end }) => end.toLocaleString('en') },
            { head: own.lagRecords, class: 'figure', cell: ({ records }) => records.toLocaleString('en') },
            { head: own.lagSeconds, class: 'figure', cell: ({ seconds }) => seconds?.toLocaleString('en') ?? '—' },
            {
              head: own.state,
              cell: ({ records, seconds }) =>
                records === 0 ? (
                  <StateMark state="well">{own.upToDate}</StateMark>
                ) : (
                  <StateMark state={seconds !== null && seconds <= LONG_SECONDS ? 'notice' : 'fault'}>
                    {seconds !== null && seconds <= LONG_SECONDS ? own.catchingUp : own.standsStill}
                  </StateMark>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}
