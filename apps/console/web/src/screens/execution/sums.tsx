import { currentAddress, withQuery } from '../../address/address';
import { Choice } from '../../parts/choice';
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

/** The execution at a glance, and by any dimension. */
export function Sums({ data, by, money, isNarrowed }: SumsProps) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const { groupings } = useWords(COMPARISON_WORDS);
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
          <p>{isNarrowed ? own.nearlyNone : own.none}</p>
        ) : (
          <div class="scroll frame" tabIndex={0} role="region" aria-label={own.title}>
            <table>
              <caption>{money === 'yuan' ? common.yuan : common.tenThousandYuan}</caption>
              <thead>
                <tr>
                  <th scope="col">{groupings[by]}</th>
                  {[common.current, common.paid, common.frozen, common.available].map((name) => (
                    <th key={name} scope="col" class="figure">
                      {name}
                    </th>
                  ))}
                  <th scope="col">{own.rate}</th>
                </tr>
              </thead>
              <tbody>
                <UseRow name={common.total} use={total} money={money} isSum />
                {rows.map(({ key, name, use }) => (
                  <UseRow key={key} name={name} code={key} use={use} money={money} />
                ))}
              </tbody>
            </table>
          </div>
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

function UseRow({
  name,
  code,
  use,
  money,
  isSum = false,
}: {
  name: string;
  code?: string;
  use: Use;
  money: MoneyUnit;
  isSum?: boolean;
}) {
  const isNearly = isNearlyUsedUp(use);
  return (
    <tr class={isSum ? 'sum' : undefined}>
      <th scope="row" class="name">
        <bdi>{name}</bdi> {code !== undefined && code !== name && <span class="mono muted">{code}</span>}
      </th>
      <td class="figure">{asMoney(use.currentYuan, money)}</td>
      <td class="figure">{asMoney(use.paidYuan, money)}</td>
      <td class="figure">{asMoney(use.frozenYuan, money)}</td>
      <td class={isNearly ? 'figure less' : 'figure'}>{asMoney(use.availableYuan, money)}</td>
      <td>
        <span class="share">
          <UseBar use={use} money={money} />
          <span class="figure">{percentOf(use.paidYuan, use.currentYuan)}</span>
        </span>
      </td>
    </tr>
  );
}

function usedIn({ current, paid, available }: DimensionComparison['total']['measures']): Use {
  return useOf(current.currentYuan ?? '0.00', paid.currentYuan ?? '0.00', available.currentYuan ?? '0.00');
}
