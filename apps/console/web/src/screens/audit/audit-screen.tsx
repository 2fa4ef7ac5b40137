import type { components } from '@budget-ledger/client';

import { useRead } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { asInstant } from '../../parts/instant';
import { Reading } from '../../parts/reading';
import { useTitle } from '../../parts/use-title';
import { useWords } from '../../words/language';
import { AUDIT_WORDS } from './words';

type Divisions = components['schemas']['Divisions'];
type Departments = components['schemas']['Departments'];
type AccessRecords = components['schemas']['AccessRecords'];

/** Where auditors begin: the departments' trails, and who tried what. */
export function AuditScreen() {
  const own = useWords(AUDIT_WORDS);
  const divisions = useRead<Divisions>('/v1/divisions');
  const access = useRead<AccessRecords>('/v1/access?limit=100');
  useTitle(own.title);
  return (
    <>
      <div class="head">
        <h1>{own.title}</h1>
      </div>
      <section class="card">
        <h2>{own.trail}</h2>
        <p class="muted small">{own.choose}</p>
        <Reading of={divisions} rows={3}>
          {(data) => (
            <>
              {data.divisions.map(({ division, name, newest }) => (
                <DepartmentLinks key={division} division={division} name={name ?? division} year={newest?.year} />
              ))}
            </>
          )}
        </Reading>
      </section>
      <section class="card">
        <h2>{own.attempts}</h2>
        <Reading of={access} rows={4}>
          {({ records }) => (records.length === 0 ? <p>{own.noAttempts}</p> : <Attempts records={records} />)}
        </Reading>
      </section>
    </>
  );
}

function DepartmentLinks({ division, name, year }: { division: string; name: string; year: number | undefined }) {
  const list = useRead<Departments>(
    year === undefined ? undefined : `/v1/divisions/${division}/years/${year}/departments`,
  );
  return (
    <>
      <h3 class="small">{`${name} ${division}`}</h3>
      <p class="tools">
        {(list.data?.departments ?? []).map((department) => (
          <a key={department.code} class="button" href={`/audit/${division}/${department.code}`}>
            {department.code} <bdi>{department.name}</bdi>
          </a>
        ))}
      </p>
    </>
  );
}

function Attempts({ records }: { records: AccessRecords['records'] }) {
  const own = useWords(AUDIT_WORDS);
  return (
    <DataTable
      label={own.attempts}
      rows={records}
      keyOf={(_, index) => index}
      columns={[
        { head: own.when, cell: ({ at }) => asInstant(at) },
        {
          head: own.who,
          cell: ({ actor, address }) => (
            <>
              <bdi>{actor ?? '—'}</bdi> <span class="mono muted">{address}</span>
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
  );
}
