import type { Trial } from '@budget-ledger/client';

import { asYuan, fenOf, yuanOf } from '../../../parts/money';
import { inLanguage } from '../../../words/in-language';
import { useLanguage, useWords } from '../../../words/language';
import { textOf } from '../form/line-picker';
import { WORK_WORDS } from '../words';
import { COLUMN_NAMES } from './columns';

type Touched = Trial['lines'][number];

/** What would become of each line, before anything is recorded. */
export function TrialView({ trial }: { trial: Trial }) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  return (
    <>
      {(trial.warnings ?? []).map(({ message }) => (
        <p class="banner" key={message}>
          {own.warnings}: {inLanguage(message, language)}
        </p>
      ))}
      {trial.lines.length === 0 ? (
        <p class="muted">{own.noEffect}</p>
      ) : (
        <div class="scroll">
          <table>
            <caption class="hidden-text">{own.trial}</caption>
            <thead>
              <tr>
                <th scope="col">{own.line}</th>
                <th scope="col">{own.column}</th>
                <th scope="col" class="figure">
                  {own.before}
                </th>
                <th scope="col" class="figure">
                  {own.after}
                </th>
                <th scope="col" class="figure">
                  {own.difference}
                </th>
              </tr>
            </thead>
            <tbody>
              {trial.lines.map((line, index) => (
                <TouchedRows key={index} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {trial.linesLeftOut !== undefined && <p class="muted">{own.moreLines(trial.linesLeftOut)}</p>}
    </>
  );
}

function TouchedRows({ line }: { line: Touched }) {
  const language = useLanguage();
  const before = line.before as Record<string, string>;
  const after = line.after as Record<string, string>;
  const changed = Object.keys(COLUMN_NAMES).filter((column) => before[column] !== after[column]);
  const columns = changed.length === 0 ? ['currentYuan'] : changed;
  return (
    <>
      {columns.map((column, index) => {
        const [was = '0.00', is = '0.00'] = [before[column], after[column]];
        const difference = yuanOf(fenOf(is) - fenOf(was));
        return (
          <tr key={column}>
            {index === 0 && (
              <th scope="row" rowSpan={columns.length} class="wrap">
                {line.fiscalYear} · {textOf(line, language)}
              </th>
            )}
            <td>{COLUMN_NAMES[column]?.[language]}</td>
            <td class="figure">{asYuan(was)}</td>
            <td class="figure">{asYuan(is)}</td>
            <td class={difference.startsWith('-') ? 'figure less' : 'figure more'}>
              {fenOf(difference) > 0n ? '+' : ''}
              {asYuan(difference)}
            </td>
          </tr>
        );
      })}
    </>
  );
}
