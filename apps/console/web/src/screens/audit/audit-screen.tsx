import type { components } from '@budget-ledger/client';
import { useEffect } from 'preact/hooks';

import { useRead } from '../../api/use-read';
import { asInstant } from '../../parts/instant';
import { Reading } from '../../parts/reading';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { AUDIT_WORDS } from './words';

type Divisions = components['schemas']['Divisions'];
type Departments = components['schemas']['Departments'];
type AccessRecords = components['schemas']['AccessRecords'];

/** Where auditors begin: the departments' trails, and who tried what. */
export function AuditScreen() {
  const own = useWords(AUDIT_WORDS);
  const common = useWords(COMMON);
  const divisions = useRead<Divisions>('/v1/divisions');
  const access = useRead<AccessRecords>('/v1/access?limit=100');
  useEffect(() => {
    document.title = `${own.title} · ${common.product}`;
  }, [own, common]);
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
    <div class="scroll frame" tabIndex={0} role="region" aria-label={own.attempts}>
      <table>
        <thead>
          <tr>
            {[own.when, own.who, own.what, own.outcome].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col" class="figure">
              {own.times}
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record, index) => (
            <tr key={index}>
              <td>{asInstant(record.at)}</td>
              <td>
                <bdi>{record.actor ?? '—'}</bdi> <span class="mono muted">{record.address}</span>
              </td>
              <td class="wrap">
                {record.action} <span class="mono">{record.resource}</span>
              </td>
              <td>
                {own.outcomes[record.outcome]} <span class="mono muted">{record.code}</span>
              </td>
              <td class="figure">{record.times}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
