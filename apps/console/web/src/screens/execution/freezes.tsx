import { addressOf } from '../../api/use-read';
import { recordPath } from '../../parts/event-list';
import { asMoney } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { usePages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { DepartmentList, FreezesAnswer } from './answers';
import { EXECUTION_WORDS } from './words';

/** What freezes of a department still hold, line by line. */
export function Freezes({ stream, division, year, version, changes, money }: DepartmentList) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const address = addressOf(`${stream}/freezes`, { year, limit: 500, ...version });
  const pages = usePages<FreezesAnswer>(address, `${stream} freezes ${year}`, changes);
  const held = pages.all.flatMap((page) => page.held);
  return (
    <Reading of={pages.first} rows={5}>
      {() => (
        <section class="card">
          {held.length === 0 ? (
            <p>{own.none}</p>
          ) : (
            <div class="scroll frame" tabIndex={0} role="region" aria-label={own.freezes}>
              <table>
                <caption>{money === 'yuan' ? common.yuan : common.tenThousandYuan}</caption>
                <thead>
                  <tr>
                    {[common.unit, own.function, own.economic, own.project].map((name) => (
                      <th key={name} scope="col">
                        {name}
                      </th>
                    ))}
                    <th scope="col" class="figure">
                      {own.held}
                    </th>
                    <th scope="col">{own.freezeEvent}</th>
                  </tr>
                </thead>
                <tbody>
                  {held.map(({ line, heldYuan, freezeEventId }, index) => (
                    <tr key={`${freezeEventId} ${index}`}>
                      <td class="code">{line.unit}</td>
                      <td class="code">{line.function}</td>
                      <td class="code">{line.economic}</td>
                      <td class="name">
                        <bdi>{line.project ?? ''}</bdi>
                      </td>
                      <td class="figure">{asMoney(heldYuan, money)}</td>
                      <td>
                        <a class="mono" href={recordPath(freezeEventId, division, undefined)}>
                          {freezeEventId}
                        </a>
                      </td>
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
