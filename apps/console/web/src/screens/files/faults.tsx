import { DataTable } from '../../parts/data-table';
import { inLanguage } from '../../words/in-language';
import { useLanguage, useWords } from '../../words/language';
import type { Import } from './send-file';
import { FILES_WORDS } from './words';

/** All that is wrong with a file, row by row, and the file itself to be mended. */
export function Faults({ read }: { read: Import }) {
  const own = useWords(FILES_WORDS);
  const language = useLanguage();
  const { faults, faultsLeftOut = 0 } = read.report;
  return (
    <section class="card note-fault">
      <div role="alert">
        <h2>{own.faults(faults.length + faultsLeftOut)}</h2>
      </div>
      <div class="tools">
        <a class="button" href={`/v1/imports/${read.id}/faults.csv`} download>
          {own.faultsFile}
        </a>
      </div>
      <DataTable
        label={own.faulty}
        rows={faults}
        keyOf={(_, index) => index}
        columns={[
          { head: own.row, cell: ({ row }) => row, class: 'figure', isRowHead: true },
          { head: own.column, cell: ({ column }) => nameOf(column, language) },
          {
            head: own.found,
            cell: ({ column, found }) =>
              column === undefined ? '' : found === '' ? <i class="muted">{own.empty}</i> : <bdi>{found}</bdi>,
            class: 'name',
          },
          { head: own.expected, cell: ({ message }) => inLanguage(message, language), class: 'name' },
        ]}
      />
      {faultsLeftOut > 0 && <p class="muted">{own.more(faultsLeftOut)}</p>}
    </section>
  );
}

/** `金额(万元) amountWan`: the last word is the English name. */
function nameOf(column = '', language: 'zh' | 'en'): string {
  const at = column.lastIndexOf(' ');
  return language === 'zh' ? column.slice(0, Math.max(at, 0)) : column.slice(at + 1);
}
