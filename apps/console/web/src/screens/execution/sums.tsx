import { currentAddress, withQuery } from '../../address/address';
import { Choice } from '../../parts/choice';
import { useMoneyName } from '../../parts/choices';
import { type Column, DataTable } from '../../parts/data-table';
import { asMoney, type MoneyUnit } from '../../parts/money';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { COMPARISON_WORDS } from '../comparison/words';
import { type DimensionComparison, type ExecutionGrouping, GROUPINGS } from './answers';
import { isNearlyUsedUp, percentOf, type Use, useOf } from './use';
import { UseBar } from './use-bar';
import { EXECUTION_WORDS } from './words';

interface SumsProps {
  data: DimensionComparison;
  by: ExecutionGrouping;
  money: MoneyUnit;
  isNarrowed: boolean;
}

/** No group is called so. */
const TOTAL = '=';

/** The execution at a glance, and by any dimension. */
export function Sums({ data, by, money, isNarrowed }: SumsProps) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const { groupings } = useWords(COMPARISON_WORDS);
  const caption = useMoneyName(money);
  const figure = (head: string, name: keyof Use): Column<SumRow> => ({
    head,
    class: 'figure',
    cell: ({ use }) => asMoney(use[name], money),
  });
  const total = usedIn(data.total.measures);
  const rows = data.rows
    .map((row) => ({ ...row, use: usedIn(row.measures) }))
    .filter(({ use }) => !isNarrowed || isNearlyUsedUp(use));
  return (
    <>
      <dl class="kpis">
        <Kpi name={common.current} figure={asMoney(total.currentYuan, money)} />
        <Kpi
          name={common.paid}
          figure={asMoney(total.paidYuan, money)}
          besides={percentOf(total.paidYuan, total.currentYuan)}
        />
        <Kpi name={common.frozen} figure={asMoney(total.frozenYuan, money)} />
        <Kpi
          name={common.available}
          figure={asMoney(total.availableYuan, money)}
          besides={percentOf(total.availableYuan, total.currentYuan)}
        />
      </dl>
      <section class="card">
        <div class="tools by">
          <Choice
            label={own.by}
            name="by"
            value={by}
            options={GROUPINGS.map((value) => ({ value, label: groupings[value] }))}
          />
          <a class="button" href={withQuery({ only: isNarrowed ? undefined : 'nearly' }, currentAddress())}>
            {isNarrowed ? own.all : own.nearly}
          </a>
        </div>
        {rows.length === 0 ? (
          <p>{isNarrowed ? own.nearlyNone : common.noRecords}</p>
        ) : (
          <DataTable
            label={own.title}
            caption={caption}
            rows={[{ key: TOTAL, name: common.total, use: total }, ...rows]}
            keyOf={({ key }) => key}
            classOf={({ key }) => (key === TOTAL ? 'sum' : undefined)}
            columns={[
              { head: groupings[by], class: 'name', isRowHead: true, cell: nameOf },
              figure(common.current, 'currentYuan'),
              figure(common.paid, 'paidYuan'),
              figure(common.frozen, 'frozenYuan'),
              {
                ...figure(common.available, 'availableYuan'),
                class: ({ use }) => (isNearlyUsedUp(use) ? 'figure less' : 'figure'),
              },
              { head: own.rate, cell: ({ use }) => <Rate use={use} money={money} /> },
            ]}
          />
        )}
      </section>
    </>
  );
}

function Kpi({ name, figure, besides }: { name: string; figure: string; besides?: string }) {
  return (
    <div class="kpi">
      <dt>{name}</dt>
      <dd>
        {figure} {besides !== undefined && <small>{besides}</small>}
      </dd>
    </div>
  );
}

interface SumRow {
  /** The code of the group, empty for what has none; or `TOTAL`. */
  key: string;
  name: string;
  use: Use;
}

function nameOf({ key, name }: SumRow) {
  return (
    <>
      <bdi>{name}</bdi> {key !== TOTAL && key !== name && <span class="mono muted">{key}</span>}
    </>
  );
}

function Rate({ use, money }: { use: Use; money: MoneyUnit }) {
  return (
    <span class="share">
      <UseBar use={use} money={money} />
      <span class="figure">{percentOf(use.paidYuan, use.currentYuan)}</span>
    </span>
  );
}

function usedIn({ current, paid, available }: DimensionComparison['total']['measures']): Use {
  return useOf(current.currentYuan ?? '0.00', paid.currentYuan ?? '0.00', available.currentYuan ?? '0.00');
}
