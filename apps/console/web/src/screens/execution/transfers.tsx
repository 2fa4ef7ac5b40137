import { addressOf } from '../../api/use-read';
import { useMoneyName } from '../../parts/choices';
import { DataTable } from '../../parts/data-table';
import { recordPath } from '../../parts/event-list';
import { Listed } from '../../parts/listed';
import { asMoney } from '../../parts/money';
import { usePages } from '../../parts/use-pages';
import { useWords } from '../../words/language';
import type { DepartmentList, TransitsAnswer } from './answers';
import { EXECUTION_WORDS } from './words';

/** Transfers between departments, those under way among them. */
export function Transfers({ stream, division, year, version, changes, money }: DepartmentList) {
  const own = useWords(EXECUTION_WORDS);
  const caption = useMoneyName(money);
  const pages = usePages<TransitsAnswer>(addressOf(`${stream}/transits`, { year, limit: 500, ...version }), changes);
  const transits = pages.all.flatMap((page) => page.transits);
  return (
    <Listed of={pages} isEmpty={transits.length === 0}>
      {() => (
        <DataTable
          label={own.transfers}
          caption={caption}
          rows={transits}
          keyOf={({ transitId }) => transitId}
          columns={[
            {
              head: own.transfer,
              cell: ({ transitId }) => (
                <a class="mono" href={recordPath(transitId, division, undefined)}>
                  {transitId}
                </a>
              ),
            },
            { head: own.direction, cell: ({ direction }) => (direction === 'out' ? own.out : own.in) },
            {
              head: own.other,
              class: 'mono',
              cell: ({ direction, toStream, fromStream }) => (direction === 'out' ? toStream : fromStream),
            },
            { head: own.status, cell: ({ status }) => own.statuses[status] },
            { head: own.amount, class: 'figure', cell: ({ amountYuan }) => asMoney(amountYuan, money) },
          ]}
        />
      )}
    </Listed>
  );
}
