import { addressOf } from '../../api/use-read';
import { asMoney } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { usePages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import type { CarryOverAnswer, DepartmentList } from './answers';
import { EXECUTION_WORDS } from './words';

/** What would be left of a year at its end, and what becomes of it. */
export function CarryOver({ stream, year, version, changes, money }: DepartmentList) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const address = addressOf(`${stream}/years/${year}/carry-over`, { limit: 500, ...version });
  const pages = usePages<CarryOverAnswer>(address, `${stream} carry-over ${year}`, changes);
  const lines = pages.all.flatMap((page) => page.lines);
  return (
    <Reading of={pages.first} rows={8}>
      {({ closed, totals }) => (
        <section class="card">
          <h2>
            {own.totals(asMoney(totals.carryForwardYuan, money), asMoney(totals.surplusYuan, money))}{' '}
            <small>{closed ? own.closed : own.open}</small>
          </h2>
          <div class="scroll frame" tabIndex={0} role="region" aria-label={own.carryOver}>
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
                    {own.leftOver}
                  </th>
                  <th scope="col" class="figure">
                    {common.frozen}
                  </th>
                  <th scope="col">{own.kind}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line, index) => (
                  <tr key={index}>
                    <td class="code">{line.unit}</td>
                    <td class="code">{line.function}</td>
                    <td class="code">{line.economic}</td>
                    <td class="name">
                      <bdi>{line.project ?? ''}</bdi>
                    </td>
                    <td class="figure">{asMoney(line.leftYuan, money)}</td>
                    <td class="figure">{asMoney(line.frozenYuan, money)}</td>
                    <td>{own.kinds[line.kind]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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
