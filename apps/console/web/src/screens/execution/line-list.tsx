import type { Version } from '../../address/version';
import { addressOf } from '../../api/use-read';
import { useMoneyName } from '../../parts/choices';
import { DataTable } from '../../parts/data-table';
import { Listed } from '../../parts/listed';
import { asMoney, type MoneyUnit, paidOf } from '../../parts/money';
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
  /** What is nearly used up first, as the service sorts it. */
  isByShare: boolean;
}

/** Every line of a place's year, by page. */
export function LineList({ base, version, changes, money, text, isByShare }: LineListProps) {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const caption = useMoneyName(money);
  const address = addressOf(`${base}/lines`, {
    limit: 500,
    ...(isByShare ? { sort: 'availableShare' } : {}),
    ...version,
  });
  const pages = usePages<{ lines: Line[]; next?: string }>(address, changes);
  const lines = pages.all.flatMap((page) => page.lines).filter((line) => text === '' || fits(line, text));
  const figure = (head: string, amountOf: (line: Line) => string) =>
    ({ head, class: 'figure', cell: (line: Line) => asMoney(amountOf(line), money) }) as const;
  return (
    <Listed of={pages} isEmpty={lines.length === 0}>
      {() => (
        <DataTable
          label={own.lines}
          caption={caption}
          rows={lines}
          keyOf={keyOf}
          columns={[
            { head: common.unit, class: 'code', cell: ({ unit }) => unit },
            { head: own.source, cell: ({ source }) => termOf(source)[language] },
            { head: own.function, class: 'code', cell: (line) => line.function },
            { head: own.economic, class: 'code', cell: ({ economic }) => economic },
            { head: own.category, cell: ({ category }) => termOf(category)[language] },
            { head: own.project, class: 'name', cell: ({ project }) => <bdi>{project ?? ''}</bdi> },
            figure(common.current, ({ currentYuan }) => currentYuan),
            figure(common.paid, paidOf),
            figure(common.frozen, ({ frozenYuan }) => frozenYuan),
            figure(common.available, ({ availableYuan }) => availableYuan),
            {
              head: own.rate,
              cell: (line) => <UseBar use={useOf(line.currentYuan, paidOf(line), line.availableYuan)} money={money} />,
            },
          ]}
        />
      )}
    </Listed>
  );
}

function keyOf({ unit, source, function: code, economic, category, project, originYear, procurement }: Line): string {
  return [unit, source, code, economic, category, project, originYear, procurement].join(' ');
}

function fits(line: Line, text: string): boolean {
  return [line.unit, line.function, line.economic, line.project ?? ''].some((part) => part.includes(text));
}
