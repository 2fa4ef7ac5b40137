import { addressOf } from '../../api/use-read';
import { useMoneyName } from '../../parts/choices';
import { DataTable } from '../../parts/data-table';
import { Listed } from '../../parts/listed';
import { asMoney } from '../../parts/money';
import { usePages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { CarryOverAnswer, DepartmentList } from './answers';
import { useLineColumns } from './line-columns';
import { EXECUTION_WORDS } from './words';

/** What would be left of a year at its end, and what becomes of it. */
export function CarryOver({ stream, year, version, changes, money }: DepartmentList) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const caption = useMoneyName(money);
  const lineColumns = useLineColumns<CarryOverAnswer['lines'][number]>((line) => line);
  const address = addressOf(`${stream}/years/${year}/carry-over`, { limit: 500, ...version });
  const pages = usePages<CarryOverAnswer>(address, changes);
  const lines = pages.all.flatMap((page) => page.lines);
  return (
    <Listed of={pages} isEmpty={lines.length === 0}>
      {({ closed, totals }) => (
        <>
          <h2>
            {own.totals(asMoney(totals.carryForwardYuan, money), asMoney(totals.surplusYuan, money))}{' '}
            <small>{closed ? own.closed : own.open}</small>
          </h2>
          <DataTable
            label={own.carryOver}
            caption={caption}
            rows={lines}
            keyOf={(_, index) => index}
            columns={[
              ...lineColumns,
              { head: own.leftOver, class: 'figure', cell: ({ leftYuan }) => asMoney(leftYuan, money) },
              { head: common.frozen, class: 'figure', cell: ({ frozenYuan }) => asMoney(frozenYuan, money) },
              { head: own.kind, cell: ({ kind }) => own.kinds[kind] },
            ]}
          />
        </>
      )}
    </Listed>
  );
}
