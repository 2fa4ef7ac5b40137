import type { Column } from '../../parts/data-table';
import { COMMON } from '../../words/common';
import { useWords } from '../../words/language';
import { EXECUTION_WORDS } from './words';

/** What tells a line of a department's list apart. */
interface ListedLine {
  unit: string;
  function: string;
  economic: string;
  project?: string | undefined;
}

/** The columns that say which line a row of a department's list is of. */
export function useLineColumns<Row>(lineOf: (row: Row) => ListedLine): Column<Row>[] {
  const own = useWords(EXECUTION_WORDS);
  const common = useWords(COMMON);
  return [
    { head: common.unit, class: 'code', cell: (row) => lineOf(row).unit },
    { head: own.function, class: 'code', cell: (row) => lineOf(row).function },
    { head: own.economic, class: 'code', cell: (row) => lineOf(row).economic },
    { head: own.project, class: 'name', cell: (row) => <bdi>{lineOf(row).project ?? ''}</bdi> },
  ];
}
