import { useContext, useEffect } from 'preact/hooks';

import { type Address, go, withQuery } from '../../../address/address';
import { type Me, MeContext } from '../../../api/session';
import { useRead } from '../../../api/use-read';
import { useWords } from '../../../words/language';
import type { Target } from '../draft/to-command';
import { WORK_WORDS } from '../words';
import type { UnitRow } from './books';
import type { Faults } from './fields';

const LAST = 'console-work-at';

/** Whose budget of which year the work is about, as the address has it: `?at=361100/126&year=2024`, or the record `?event=361100/126@5`. */
export function targetOf({ query }: Address): Target {
  const [stream = ''] = (query.get('event') ?? '').split('@');
  const [division = '', department = ''] = (query.get('at') ?? stream).split('/');
  return { division, department, year: query.get('year') ?? '' };
}

/** Chooses the department and the year. Where the address names none, it begins with those of last time, or with what one may do. */
export function PlaceChoice({ address, hasYear, faults }: { address: Address; hasYear: boolean; faults: Faults }) {
  const own = useWords(WORK_WORDS);
  const { me } = useContext(MeContext);
  const target = targetOf(address);
  const { division, department, year } = target;
  useEffect(() => {
    if (division === '') {
      const [at, of] = (localStorage.getItem(LAST) ?? firstOf(me)).split(' ');
      if (at !== undefined && at !== '/') go(withQuery({ at, year: year === '' ? of : year }, address), 'replace');
    } else localStorage.setItem(LAST, `${division}/${department} ${year}`);
  }, [division, department, year, me]);
  useEffect(() => {
    if (division !== '' && year === '') go(withQuery({ year: String(new Date().getFullYear()) }, address), 'replace');
  }, [division, year]);
  const change = (next: Partial<Target>): void => {
    const all = { ...target, ...next };
    go(withQuery({ at: `${all.division}/${all.department}`, year: all.year }, address), 'replace');
  };
  return (
    <div class="fields">
      <Typed id="division" label={own.division} value={division} fault={faults.get('division')} change={change} />
      <Department target={target} fault={faults.get('department')} change={change} />
      {hasYear && (
        <Typed id="year" label={own.fiscalYear} value={year} fault={faults.get('fiscalYear')} change={change} />
      )}
    </div>
  );
}

interface TypedProps {
  id: 'division' | 'department' | 'year';
  label: string;
  value: string;
  fault: string | undefined;
  change: (next: Partial<Target>) => void;
}

function Typed({ id, label, value, fault, change }: TypedProps) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        <b aria-hidden="true"> *</b>
      </label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        value={value}
        aria-invalid={fault === undefined ? undefined : 'true'}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        onInput={(event) => change({ [id]: event.currentTarget.value.normalize('NFKC').trim() })}
      />
      {fault !== undefined && (
        <span class="wrong" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

/** The departments of the division that one may see, by their names; where they cannot be read, the code is typed. */
function Department({
  target,
  fault,
  change,
}: {
  target: Target;
  fault: string | undefined;
  change: TypedProps['change'];
}) {
  const own = useWords(WORK_WORDS);
  const { division, department } = target;
  const isDivision = /^\d{6}$/.test(division);
  const units = useRead<{ units: UnitRow[] }>(isDivision ? `/v1/divisions/${division}/units` : undefined);
  const names = new Map((units.data?.units ?? []).map((unit) => [unit.department, unit.departmentName]));
  if (names.size === 0)
    return <Typed id="department" label={own.department} value={department} fault={fault} change={change} />;
  return (
    <div class="field">
      <label for="department">
        {own.department}
        <b aria-hidden="true"> *</b>
      </label>
      <select
        id="department"
        value={department}
        aria-invalid={fault === undefined ? undefined : 'true'}
        onChange={(event) => change({ department: event.currentTarget.value })}
      >
        <option value="">{own.chooseOne}</option>
        {!names.has(department) && department !== '' && <option value={department}>{department}</option>}
        {[...names].sort().map(([code, name]) => (
          <option key={code} value={code}>
            {code} {name}
          </option>
        ))}
      </select>
      {fault !== undefined && <span class="wrong">{fault}</span>}
    </div>
  );
}

function firstOf(me: Me | undefined): string {
  const grant = me?.grants.find(({ role }) => role === 'poster' || role === 'approver');
  return `${grant?.divisions?.[0] ?? ''}/${grant?.departments?.[0] ?? ''}`;
}
