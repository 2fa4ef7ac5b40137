import type { components } from '@budget-ledger/client';

import { DataTable } from '../../parts/data-table';
import { asInstant } from '../../parts/instant';
import { useWords } from '../../words/language';
import { OPERATIONS_WORDS } from './words';

type Connections = components['schemas']['Operations']['connected'];

/** Who follows changes at the moment, and what of. */
export function Connected({ connected: { connections, followers } }: { connected: Connections }) {
  const own = useWords(OPERATIONS_WORDS);
  return (
    <section class="card">
      <h2>
        {own.connected} <small>{own.connections(connections)}</small>
      </h2>
      {followers.length === 0 ? (
        <p>{own.nobody}</p>
      ) : (
        <DataTable
          label={own.connected}
          rows={followers}
          keyOf={(_, index) => index}
          columns={[
            { head: own.who, isRowHead: true, cell: ({ actor }) => <bdi>{actor}</bdi> },
            { head: own.follows, cell: (follower) => followedBy(follower, own.everything) },
            { head: own.count, class: 'figure', cell: ({ connections: own }) => own },
            { head: own.sinceWhen, cell: ({ since }) => asInstant(since) },
          ]}
        />
      )}
      <p class="muted small">{own.connectedHelp}</p>
    </section>
  );
}

function followedBy(
  { division, department, unit, year, table }: Connections['followers'][number],
  everything: string,
): string {
  const parts = [division, department, unit, year, table === undefined ? undefined : `T${table}`];
  const told = parts.filter((part) => part !== undefined);
  return told.length === 0 ? everything : told.join(' / ');
}
