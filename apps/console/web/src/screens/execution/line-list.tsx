import type { Version } from '../../address/version';
import { addressOf } from '../../api/use-read';
import { asMoney, type MoneyUnit } from '../../parts/money';
import { Reading } from '../../parts/reading';
import { termOf } from '../../parts/terms';
import { usePages } from '../../parts/use-pages';
import { COMMON } from '../../words/common';
import { useLanguage, useWords } from '../../words/language';
import type { Line } from './answers';
import { useOf } from './use';
import { UseBar } from './use-bar';
import { EXECUTION_WORDS } from './words';

interface LineListProps {
  base: string;
  version: Version;
  changes: number;
  money: MoneyUnit;
  /** Only lines in whose codes or project it stands. */
  text: string;
}

/** Every line of a place's year, by page. */
export function LineList({ base, version, changes, money, text }: LineListProps) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const pages = usePages<{ lines: Line[]; next?: string }>(
    addressOf(`${base}/lines`, { limit: 500, ...version }),
    `${base} lines`,
    changes,
  );
  const lines = pages.all.flatMap((page) => page.lines).filter((line) => text === '' || fits(line, text));
  return (
    <Reading of={pages.first} rows={10}>
      {() => (
        <section class="card">
          <div class="scroll frame" tabIndex={0} role="region" aria-label={own.lines}>
            <table>
              <caption>{money === 'yuan' ? common.yuan : common.tenThousandYuan}</caption>
              <thead>
                <tr>
                  {[common.unit, own.source, own.function, own.economic, own.category, own.project].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                  {[common.current, common.paid, common.frozen, common.available].map((name) => (
                    <th key={name} scope="col" class="figure">
                      {name}
                    </th>
                  ))}
                  <th scope="col">{own.rate}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr key={keyOf(line)}>
                    <td class="code">{line.unit}</td>
                    <td>{termOf(line.source)[language]}</td>
                    <td class="code">{line.function}</td>
                    <td class="code">{line.economic}</td>
                    <td>{termOf(line.category)[language]}</td>
                    <td class="name">
                      <bdi>{line.project ?? ''}</bdi>
                    </td>
                    <td class="figure">{asMoney(line.currentYuan, money)}</td>
                    <td class="figure">{asMoney(line.paidYuan, money)}</td>
                    <td class="figure">{asMoney(line.frozenYuan, money)}</td>
                    <td class="figure">{asMoney(line.availableYuan, money)}</td>
                    <td>
                      <UseBar use={useOf(line.currentYuan, line.paidYuan, line.availableYuan)} money={money} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {lines.length === 0 && <p>{own.none}</p>}
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

function keyOf({ unit, source, function: code, economic, category, project, originYear, procurement }: Line): string {
  return [unit, source, code, economic, category, project, originYear, procurement].join(' ');
}

function fits(line: Line, text: string): boolean {
  return [line.unit, line.function, line.economic, line.project ?? ''].some((part) => part.includes(text));
}
