import { addressOf } from '../../api/use-read';
import { DataTable } from '../../parts/data-table';
import { recordPath } from '../../parts/event-list';
import { asMoney } from '../../parts/money';
import { Listed } from '../../parts/listed';
import { usePages } from '../../parts/use-pages';
import { useMoneyName } from '../../parts/choices';
import { useWords } from '../../words/language';
import type { DepartmentList, FreezesAnswer } from './answers';
import { useLineColumns } from './line-columns';
import { EXECUTION_WORDS } from './words';

/** What freezes of a department still hold, line by line. */
export function Freezes({ stream, division, year, version, changes, money }: DepartmentList) {
  const own = useWords(EXECUTION_WORDS);
  const caption = useMoneyName(money);
  const lineColumns = useLineColumns<FreezesAnswer['held'][number]>(({ line }) => line);
  const pages = usePages<FreezesAnswer>(addressOf(`${stream}/freezes`, { year, limit: 500, ...version }), changes);
  const held = pages.all.flatMap((page) => page.held);
  return (
    <Listed of={pages} isEmpty={held.length === 0}>
      {() => (
        <DataTable
          label={own.freezes}
          caption={caption}
          rows={held}
          keyOf={({ freezeEventId }, index) => `${freezeEventId} ${index}`}
          columns={[
            ...lineColumns,
            { head: own.held, class: 'figure', cell: ({ heldYuan }) => asMoney(heldYuan, money) },
            {
              head: own.freezeEvent,
              cell: ({ freezeEventId }) => (
                <a class="mono" href={recordPath(freezeEventId, division, undefined)}>
                  {freezeEventId}
                </a>
              ),
            },
          ]}
        />
      )}
    </Listed>
  );
}
