import { useEffect } from 'preact/hooks';

import { type Address, go, withQuery } from '../../address/address';
import { apiPath, pathOf, type Place, yearPath } from '../../address/place';
import { addressOf, useRead } from '../../api/use-read';
import { asTenThousand, paidOf } from '../../parts/money';
import { Listed } from '../../parts/listed';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { usePages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { Spent } from './spent';
import type { DivisionRow, MemberRow } from './totals';
import { HOME_WORDS } from './words';

interface MembersAnswer {
  departments?: MemberRow[];
  units?: MemberRow[];
  next?: string;
}

const PAGE = 200;

/** What a division or a department is made of, with the totals of a year, page by page without an end. */
export function Members({ place, address }: { place: Place; address: Address }) {
  const own = useWords(HOME_WORDS);
  const common = useWords(COMMON);
  const divisions = useRead<{ divisions: DivisionRow[] }>('/v1/divisions');
  const division = divisions.data?.divisions.find((each) => each.division === place.division);
  const years = [...(division?.years ?? [])].sort((a, b) => b - a);
  const year = address.query.get('year') ?? years[0]?.toString();
  const below = place.kind === 'division' ? 'departments' : 'units';
  const sort = address.query.get('sort') ?? 'code';
  const base = place.kind === 'unit' || year === undefined ? undefined : `${apiPath(place)}/years/${year}/${below}`;
  const pages = usePages<MembersAnswer>(base && addressOf(base, { limit: PAGE, sort }));
  useEffect(() => {
    if (place.kind === 'unit' && year !== undefined) go(yearPath(place, year), 'replace');
  }, [place.kind, year]);
  useEffect(() => {
    if (division !== undefined)
      keepRecent(pathOf(place), `${division.name ?? division.division} ${place.kind === 'division' ? '' : place.code}`);
  }, [division]);
  if (place.kind === 'unit') return <Reading of={divisions}>{() => null}</Reading>;
  const rows = pages.all.flatMap((page) => page.departments ?? page.units ?? []);
  const title = place.kind === 'division' ? (division?.name ?? place.code) : place.code;
  return (
    <>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={common.home}>
            <a href="/">{common.home}</a> /{' '}
            {place.kind === 'department' && (
              <>
                <a href={`/divisions/${place.division}`}>{division?.name ?? place.division}</a> /{' '}
              </>
            )}
            {place.code}
          </nav>
          <h1>
            {title} <small>{place.kind === 'division' ? own.departments : own.units}</small>
          </h1>
        </div>
        <div class="tools">
          <label class="small">
            {own.chooseYear}{' '}
            <select value={year} onChange={(event) => go(withQuery({ year: event.currentTarget.value }, address))}>
              {years.map((each) => (
                <option key={each} value={String(each)}>
                  {common.year(each)}
                </option>
              ))}
            </select>
          </label>
          {year !== undefined && (
            <a class="button primary" href={yearPath(place, year)}>
              {own.open}
            </a>
          )}
        </div>
      </div>
      <Listed of={pages} isEmpty={rows.length === 0}>
        {() => (
          <div class="scroll" tabIndex={0} role="region" aria-label={title}>
            <MemberTable rows={rows} hrefOf={(code) => hrefOf(place, code, year ?? '')} sort={sort} address={address} />
          </div>
        )}
      </Listed>
    </>
  );
}

function hrefOf(place: Place, code: string, year: string): string {
  const { division } = place;
  if (place.kind === 'division') return `${pathOf({ kind: 'department', division, code })}?year=${year}`;
  return yearPath({ kind: 'unit', division, code }, year);
}

interface MemberTableProps {
  rows: readonly MemberRow[];
  hrefOf: (code: string) => string;
  sort: string;
  address: Address;
}

function MemberTable({ rows, hrefOf, sort, address }: MemberTableProps) {
  const own = useWords(HOME_WORDS);
  const common = useWords(COMMON);
  const by = (name: string, order: string, label: string, isFigure: boolean) => (
    <th
      scope="col"
      class={isFigure ? 'figure' : undefined}
      aria-sort={sort === order ? (isFigure ? 'descending' : 'ascending') : 'none'}
    >
      <a href={withQuery({ sort: name === 'code' ? undefined : order }, address)}>{label}</a>
    </th>
  );
  return (
    <table>
      <caption>{own.inTenThousand}</caption>
      <thead>
        <tr>
          {by('code', 'code', common.code, false)}
          <th scope="col">{common.name}</th>
          <th scope="col" class="figure">
            {common.original}
          </th>
          {by('current', '-currentYuan', common.current, true)}
          <th scope="col" class="figure">
            {common.paid}
          </th>
          <th scope="col" class="figure">
            {common.available}
          </th>
          <th scope="col">{own.share}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ code, name, totals }) => (
          <tr key={code}>
            <td class="mono">{code}</td>
            <th scope="row">
              <a href={hrefOf(code)}>
                <bdi>{name}</bdi>
              </a>
            </th>
            <td class="figure">{totals && asTenThousand(totals.originalYuan)}</td>
            <td class="figure">{totals && asTenThousand(totals.currentYuan)}</td>
            <td class="figure">{totals && asTenThousand(paidOf(totals))}</td>
            <td class="figure">{totals && asTenThousand(totals.availableYuan)}</td>
            <td>{totals && <Spent totals={totals} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
