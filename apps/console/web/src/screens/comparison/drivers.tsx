import { currentAddress, withQuery } from '../../address/address';
import { departmentOf, type Place, yearPath } from '../../address/place';
import type { Measure } from '../../parts/choices';
import { EventList } from '../../parts/event-list';
import { Icon } from '../../parts/icon';
import { asChange, fenOf } from '../../parts/money';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { ComparedRow, DimensionComparison } from './answers';
import { COMPARISON_WORDS } from './words';

interface DriversProps {
  row: ComparedRow;
  by: DimensionComparison['by'];
  measure: Measure;
  place: Place;
  year: number;
  closeTo: string;
}

/** The records behind the change of one row, the largest first, and the ways that lead on from it. */
export function Drivers({ row, by, measure, place, year, closeTo }: DriversProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const { changeYuan } = row.measures[measure];
  const isUnit = (by === 'unit' || row.of !== 'both') && row.key.length === 6 && place.kind !== 'unit';
  const unit: Place = { kind: 'unit', division: place.division, code: row.key };
  return (
    <aside class="card side" aria-label={own.drivers(row.name)}>
      <div class="side-head">
        <h2>{own.drivers(row.name)}</h2>
        <a class="button" href={closeTo} aria-label={common.close}>
          <Icon shape="close" />
        </a>
      </div>
      <p class="tools">
        {row.of === 'both' && (
          <a class="button" href={withQuery({ only: `${by}:${row.key}`, row: undefined }, currentAddress())}>
            {own.onlyThis}
          </a>
        )}
        {isUnit && (
          <a class="button" href={yearPath(unit, year, 'comparison')}>
            {own.openUnit}
          </a>
        )}
      </p>
      {changeYuan === null ? (
        <p>{row.of === 'new-unit' ? own.newHelp : row.of === 'ended-unit' ? own.endedHelp : own.none}</p>
      ) : (
        <>
          <EventList events={row.drivers} division={place.division} department={departmentOf(place)} isChange />
          {row.otherDriversYuan !== null && fenOf(row.otherDriversYuan) !== 0n && (
            <p class="sum-line">
              <span>{own.otherDrivers}</span>
              <span class="figure">{asChange(row.otherDriversYuan, 'yuan')}</span>
            </p>
          )}
          <p class="sum-line">
            <span>{`${own.change}（${common.yuan}）`}</span>
            <span class="figure">{asChange(changeYuan, 'yuan')}</span>
          </p>
        </>
      )}
    </aside>
  );
}
