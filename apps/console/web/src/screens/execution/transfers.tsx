import { addressOf } from '../../api/use-read';
import { recordPath } from '../../parts/event-list';
import { asMoney } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { usePages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { DepartmentList, TransitsAnswer } from './answers';
import { EXECUTION_WORDS } from './words';

/** Transfers between departments, those under way among them. */
export function Transfers({ stream, division, year, version, changes, money }: DepartmentList) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const address = addressOf(`${stream}/transits`, { year, limit: 500, ...version });
  const pages = usePages<TransitsAnswer>(address, `${stream} transits ${year}`, changes);
  const transits = pages.all.flatMap((page) => page.transits);
  return (
    <Reading of={pages.first} rows={5}>
      {() => (
        <section class="card">
          {transits.length === 0 ? (
            <p>{own.none}</p>
          ) : (
            <div class="scroll frame" tabIndex={0} role="region" aria-label={own.transfers}>
              <table>
                <caption>{money === 'yuan' ? common.yuan : common.tenThousandYuan}</caption>
                <thead>
                  <tr>
                    {[own.transfer, own.direction, own.other, own.status].map((name) => (
                      <th key={name} scope="col">
                        {name}
                      </th>
                    ))}
                    <th scope="col" class="figure">
                      {own.amount}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {transits.map((transit) => (
                    <tr key={transit.transitId}>
                      <td>
                        <a class="mono" href={recordPath(transit.transitId, division, undefined)}>
                          {transit.transitId}
                        </a>
                      </td>
                      <td>{transit.direction === 'out' ? own.out : own.in}</td>
                      <td class="mono">{transit.direction === 'out' ? transit.toStream : transit.fromStream}</td>
                      <td>{own.statuses[transit.status]}</td>
                      <td class="figure">{asMoney(transit.amountYuan, money)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {pages.more !== undefined && (
            <button type="button" onClick={pages.more}>
              {own.moreRows}
            </button>
          )}
        </section>
      )}
    </Reading>
  );
}
