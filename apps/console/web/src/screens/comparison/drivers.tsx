import { departmentOf, type Place } from '../../address/place';
import { EventList } from '../../parts/event-list';
import { Icon } from '../../parts/icon';
import { asChange, fenOf } from '../../parts/money';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { DimensionComparison } from './comparison-screen';
import type { Measure } from '../../parts/choices';
import { COMPARISON_WORDS } from './words';

interface DriversProps {
  row: DimensionComparison['rows'][number];
  measure: Measure;
  place: Place;
  closeTo: string;
}

/** The records behind the change of one row, the largest first. */
export function Drivers({ row, measure, place, closeTo }: DriversProps) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  return (
    <aside class="card side" aria-label={own.drivers(row.name)}>
      <div class="side-head">
        <h2>{own.drivers(row.name)}</h2>
        <a class="button" href={closeTo} aria-label={common.close}>
          <Icon shape="close" />
        </a>
      </div>
      <EventList events={row.drivers} division={place.division} department={departmentOf(place)} isChange />
      {row.otherDriversYuan !== null && fenOf(row.otherDriversYuan) !== 0n && (
        <p class="sum-line">
          <span>{own.otherDrivers}</span>
          <span class="figure">{asChange(row.otherDriversYuan, 'yuan')}</span>
        </p>
      )}
      <p class="sum-line">
        <span>{`${own.change}（${common.yuan}）`}</span>
        <span class="figure">{asChange(row.measures[measure].changeYuan ?? '0.00', 'yuan')}</span>
      </p>
    </aside>
  );
}
