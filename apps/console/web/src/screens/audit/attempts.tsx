import type { components } from '@budget-ledger/client';

import { type Address, go, withQuery } from '../../address/address';
import { addressOf } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { asInstant } from '../../parts/instant';
import { Listed } from '../../parts/listed';
import { usePages } from '../../parts/use-pages';
import { useWords } from '../../words/language';
import { FilterField } from './filter-field';
import { AUDIT_WORDS } from './words';

type AccessRecords = components['schemas']['AccessRecords'];

const NAMES = ['from', 'to', 'actor', 'outcome'] as const;

/** Who was refused what, and who read or took much at once. */
export function Attempts({ address }: { address: Address }) {
  const own = useWords(AUDIT_WORDS);
  const asked = Object.fromEntries(NAMES.map((name) => [name, address.query.get(name) ?? undefined]));
  const pages = usePages<AccessRecords>(addressOf('/v1/access', { limit: 100, ...asked }));
  const records = pages.all.flatMap((page) => page.records);
  const change = (name: string, value: string): void => go(withQuery({ [name]: value.trim() }, address), 'replace');
  const field = (name: 'from' | 'to' | 'actor') => (
    <FilterField
      label={own.attemptFilters[name]}
      value={asked[name] ?? ''}
      isDay={name !== 'actor'}
      change={(value) => change(name, value)}
    />
  );
  return (
    <>
      <form class="card filters" role="search" aria-label={own.attempts} onSubmit={(event) => event.preventDefault()}>
        <h2 class="wide">{own.attempts}</h2>
        {field('from')}
        {field('to')}
        {field('actor')}
        <label class="field">
          <span>{own.outcome}</span>
          <select value={asked['outcome'] ?? ''} onChange={(event) => change('outcome', event.currentTarget.value)}>
            <option value="">{own.all}</option>
            {(['refused', 'granted', 'lost'] as const).map((outcome) => (
              <option key={outcome} value={outcome}>
                {own.outcomes[outcome]}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Listed of={pages} isEmpty={records.length === 0}>
        {() => (
          <DataTable
            label={own.attempts}
            rows={records}
            keyOf={(_, index) => index}
            columns={[
              { head: own.when, cell: ({ at }) => asInstant(at) },
              {
                head: own.who,
                cell: ({ actor, address: from }) => (
                  <>
                    <bdi>{actor ?? '—'}</bdi> <span class="mono muted">{from}</span>
                  </>
                ),
              },
              {
                head: own.what,
                class: 'wrap',
                cell: ({ action, resource }) => (
                  <>
                    {action} <span class="mono">{resource}</span>
                  </>
                ),
              },
              {
                head: own.outcome,
                cell: ({ outcome, code }) => (
                  <>
                    {own.outcomes[outcome]} <span class="mono muted">{code}</span>
                  </>
                ),
              },
              { head: own.times, class: 'figure', cell: ({ times }) => times },
            ]}
          />
        )}
      </Listed>
    </>
  );
}
