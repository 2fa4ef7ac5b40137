import type { components } from '@budget-ledger/client';

import { go } from '../../address/address';
import { addressOf, useRead } from '../../api/use-read';
import { Reading } from '../../parts/reading';
import { useTitle } from '../../parts/use-title';
import type { ScreenProps } from '../../screen';
import { useWords } from '../../words/language';
import { Attempts } from './attempts';
import { AUDIT_WORDS } from './words';

type Divisions = components['schemas']['Divisions'];
type Departments = components['schemas']['Departments'];

/** Where auditors begin: the departments' trails, and who tried what. */
export function AuditScreen({ address }: ScreenProps) {
  const own = useWords(AUDIT_WORDS);
  const divisions = useRead<Divisions>('/v1/divisions');
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
      <Attempts address={address} />
    </>
  );
}

function DepartmentLinks({ division, name, year }: { division: string; name: string; year: number | undefined }) {
  const own = useWords(AUDIT_WORDS);
  const list = useRead<Departments>(
    year === undefined ? undefined : `/v1/divisions/${division}/years/${year}/departments`,
  );
  return (
    <>
      <h3 class="small">{`${name} ${division}`}</h3>
      <form
        class="tools"
        role="search"
        aria-label={own.searchIn(name)}
        onSubmit={(event) => {
          event.preventDefault();
          const q = new FormData(event.currentTarget).get('q');
          go(addressOf(`/audit/${division}`, { q: typeof q === 'string' ? q.trim() : '' }));
        }}
      >
        <input type="search" name="q" minLength={2} aria-label={own.searchIn(name)} placeholder={own.qHint} />
        <button type="submit">{own.find}</button>
        <a class="button" href={`/audit/${division}`}>
          {own.wholeTrail}
        </a>
      </form>
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
