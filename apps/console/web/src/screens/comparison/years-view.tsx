import { currentAddress, go, withQuery } from '../../address/address';
import { type Place, yearPath } from '../../address/place';
import type { Read } from '../../api/use-read';
import { useMoneyName } from '../../parts/choices';
import { type Column, DataTable } from '../../parts/data-table';
import { asChange, asMoney, fenOf, type MoneyUnit, yuanOf } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { YearsAnswer } from './answers';
import { COMPARISON_WORDS } from './words';
import { YearsChart } from './years-chart';

type Year = YearsAnswer['years'][number];

/** All years that the place has, beside each other: approved, as it stands after adjustments, and paid. */
export function YearsView({ of, place, money }: { of: Read<YearsAnswer>; place: Place; money: MoneyUnit }) {
  return <Reading of={of}>{({ years }) => <Years years={years} place={place} money={money} />}</Reading>;
}

function Years({ years, place, money }: { years: readonly Year[]; place: Place; money: MoneyUnit }) {
  const own = useWords(COMPARISON_WORDS);
  const common = useWords(COMMON);
  const caption = useMoneyName(money);
  const pathOf = (year: number): string =>
    withQuery(
      { view: undefined, row: undefined, prior: undefined },
      { ...currentAddress(), path: yearPath(place, year, 'comparison') },
    );
  const amount = (head: string, name: 'originalYuan' | 'currentYuan' | 'paidYuan'): Column<Year> => ({
    head,
    class: 'figure',
    cell: (year) => (year[name] === undefined ? own.partOnly : asMoney(year[name], money)),
  });
  const [first, last] = [years[0], years.at(-1)];
  if (first === undefined || last === undefined) return <p class="card">{common.noRecords}</p>;
  const label = own.throughYears(common.year(first.year), common.year(last.year));
  return (
    <section class="card">
      <h2>{label}</h2>
      <YearsChart
        years={years.map(({ year }) => common.year(year))}
        lines={[
          { name: common.current, amountsYuan: years.map(({ currentYuan }) => currentYuan) },
          { name: common.original, amountsYuan: years.map(({ originalYuan }) => originalYuan) },
          { name: common.paid, amountsYuan: years.map(({ paidYuan }) => paidYuan) },
        ]}
        money={money}
        label={label}
        hint={years.length === 1 ? own.oneYear : own.pickYear}
        file={`years-${first.year}-${last.year}`}
        onPick={(index) => {
          const year = years[index]?.year;
          if (year !== undefined) go(pathOf(year));
        }}
      />
      <DataTable
        label={own.views.years}
        caption={caption}
        rows={years}
        keyOf={({ year }) => year}
        columns={[
          { head: own.year, isRowHead: true, cell: ({ year }) => <a href={pathOf(year)}>{common.year(year)}</a> },
          amount(common.original, 'originalYuan'),
          amount(common.current, 'currentYuan'),
          {
            head: own.toYearBefore,
            class: (year) => `figure ${signOf(changeOf(years, year))}`,
            cell: (year) => {
              const change = changeOf(years, year);
              return change === undefined ? '—' : asChange(change, money);
            },
          },
          amount(common.paid, 'paidYuan'),
        ]}
      />
      <p class="small muted">{own.yearsHelp}</p>
    </section>
  );
}

/** What the current budget has more than that of the year before, where both are known. */
function changeOf(years: readonly Year[], { year, currentYuan }: Year): string | undefined {
  const before = years.find((one) => one.year === year - 1)?.currentYuan;
  if (before === undefined || currentYuan === undefined) return undefined;
  return yuanOf(fenOf(currentYuan) - fenOf(before));
}

function signOf(changeYuan: string | undefined): string {
  const fen = fenOf(changeYuan ?? '0');
  return fen > 0n ? 'more' : fen < 0n ? 'less' : '';
}
