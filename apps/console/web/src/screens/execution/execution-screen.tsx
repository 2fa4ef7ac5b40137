import { useEffect } from 'preact/hooks';

import { apiPath, departmentOf, type Place, placeOf } from '../../address/place';
import { type Version, versionOf } from '../../address/version';
import { useLiveRead } from '../../api/use-live-read';
import { addressOf } from '../../api/use-read';
import { Choice } from '../../parts/choice';
import { MoneyChoice, moneyOf } from '../../parts/choices';
import { LiveMark } from '../../parts/live-mark';
import type { MoneyUnit } from '../../parts/money';
import { PlaceHead } from '../../parts/place-head';
import { Reading } from '../../parts/reading';
import { keepRecent } from '../../parts/recent';
import { TimeBar } from '../../parts/time-bar';
import type { ScreenProps } from '../../screen';
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
  const place = placeOf(parts) as Place;
  const { year = '' } = parts;
  const version = versionOf(address);
  const view = (address.query.get('view') ?? 'sums') as View;
  const money = moneyOf(address);
  const by = GROUPINGS.find((each) => each === address.query.get('by')) ?? 'function';
  const base = `${apiPath(place)}/years/${year}`;
  const asked = addressOf(`${base}/comparison`, { by, limit: 500, ...version });
  const { read: sums, changes, standing } = useLiveRead<DimensionComparison>(asked, place, year, version);
  useEffect(() => keepRecent(address.path, `${own.title} · ${place.code} · ${year}`), [address.path]);
  const isByShare = address.query.get('sort') === 'availableShare';
  const isNarrowed = address.query.get('only') === 'nearly';
  return (
    <>
      <PlaceHead place={place} year={year} title={own.title}>
        <MoneyChoice value={money} />
        <a class="button" href={addressOf(`${base}/lines`, { format: 'csv', ...version })} download>
          CSV
        </a>
        <LiveMark standing={standing} />
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
        <>
          <div class="tools by">
            <Choice
              label={own.order}
              name="sort"
              value={isByShare ? 'availableShare' : 'key'}
              options={[
                { value: 'key', label: own.byLine },
                { value: 'availableShare', label: own.byShare },
              ]}
            />
          </div>
          <LineList
            base={base}
            version={version}
            changes={changes}
            money={money}
            text={address.query.get('q') ?? ''}
            isByShare={isByShare}
          />
        </>
      )}
      {view !== 'sums' && view !== 'lines' && (
        <OfDepartment place={place} year={year} view={view} version={version} changes={changes} money={money} />
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
