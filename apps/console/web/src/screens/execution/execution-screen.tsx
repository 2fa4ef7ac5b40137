import { useEffect, useState } from 'preact/hooks';

import { apiPath, departmentOf, type Place, placeOf } from '../../address/place';
import { isHistory, type Version, versionOf } from '../../address/version';
import { useLive } from '../../api/live';
import { addressOf, useRead } from '../../api/use-read';
import { Choice } from '../../parts/choice';
import { LiveMark } from '../../parts/live-mark';
import type { MoneyUnit } from '../../parts/money';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { TimeBar } from '../../parts/time-bar';
import type { ScreenProps } from '../../screen';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { type DimensionComparison, GROUPINGS } from './answers';
import { CarryOver } from './carry-over';
import { Freezes } from './freezes';
import { LineList } from './line-list';
import { Sums } from './sums';
import { Transfers } from './transfers';
import { EXECUTION_WORDS } from './words';

type View = 'sums' | 'lines' | 'freezes' | 'transfers' | 'carry-over';

/** What has been done with a year's budget: paid, frozen, still available, on its way to others, and what would be carried over. */
export function ExecutionScreen({ parts, address }: ScreenProps) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const place = placeOf(parts) as Place;
  const { year = '' } = parts;
  const version = versionOf(address);
  const view = (address.query.get('view') ?? 'sums') as View;
  const money = (address.query.get('money') ?? 'wan') as MoneyUnit;
  const by = GROUPINGS.find((each) => each === address.query.get('by')) ?? 'function';
  const base = `${apiPath(place)}/years/${year}`;
  const [position, setPosition] = useState<string>();
  const live = useLive(filterOf(place, year), isHistory(version) ? undefined : position);
  const sums = useRead<DimensionComparison>(
    addressOf(`${base}/comparison`, { by, limit: 500, ...version }),
    `${base} ${by}`,
    live.changes,
  );
  useEffect(() => setPosition(sums.data?.position), [sums.data?.position]);
  useEffect(() => keepRecent(address.path, `${own.title} · ${place.code} · ${year}`), [address.path]);
  const isNarrowed = address.query.get('only') === 'nearly';
  return (
    <>
      <PlaceHead place={place} year={year} title={own.title}>
        <Choice
          label={common.currencyUnit}
          name="money"
          value={money}
          options={[
            { value: 'wan', label: common.tenThousandYuan },
            { value: 'yuan', label: common.yuan },
          ]}
        />
        <a class="button" href={addressOf(`${base}/lines`, { format: 'csv', ...version })} download>
          CSV
        </a>
        <LiveMark standing={live.standing} />
      </PlaceHead>
      <TimeBar place={place} year={year} version={version} />
      <div class="tools by">
        <Choice
          label={own.views}
          name="view"
          value={view}
          options={[
            { value: 'sums', label: own.sums },
            { value: 'lines', label: own.lines },
            { value: 'freezes', label: own.freezes },
            { value: 'transfers', label: own.transfers },
            { value: 'carry-over', label: own.carryOver },
          ]}
        />
      </div>
      {view === 'sums' && (
        <Reading of={sums} rows={10}>
          {(data) => <Sums data={data} by={by} money={money} isNarrowed={isNarrowed} />}
        </Reading>
      )}
      {view === 'lines' && (
        <LineList
          base={base}
          version={version}
          changes={live.changes}
          money={money}
          text={address.query.get('q') ?? ''}
        />
      )}
      {view !== 'sums' && view !== 'lines' && (
        <OfDepartment place={place} year={year} view={view} version={version} changes={live.changes} money={money} />
      )}
    </>
  );
}

interface OfDepartmentProps {
  place: Place;
  year: string;
  view: 'freezes' | 'transfers' | 'carry-over';
  version: Version;
  changes: number;
  money: MoneyUnit;
}

/** What only a department has as a whole. */
function OfDepartment({ place, year, view, ...rest }: OfDepartmentProps) {
  const own = useWords(EXECUTION_WORDS);
  const department = departmentOf(place);
  if (department === undefined) return <p class="card">{own.ofDivision}</p>;
  const stream = `/v1/streams/${place.division}/${department}`;
  const told = { stream, year, division: place.division, ...rest };
  return (
    <>
      {place.kind === 'unit' && <p class="muted small">{own.ofDepartment(department)}</p>}
      {view === 'freezes' && <Freezes {...told} />}
      {view === 'transfers' && <Transfers {...told} />}
      {view === 'carry-over' && <CarryOver {...told} />}
    </>
  );
}

function filterOf(place: Place, year: string) {
  const department = departmentOf(place);
  return {
    division: place.division,
    ...(department === undefined ? {} : { department }),
    ...(place.kind === 'unit' ? { unit: place.code } : {}),
    year: Number(year),
  };
}
