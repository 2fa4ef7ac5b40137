import { yearPath } from '../../address/place';
import { DataTable } from '../../parts/data-table';
import { inLanguage } from '../../words/in-language';
import { useLanguage, useWords } from '../../words/language';
import type { Import } from './send-file';
import { FILES_WORDS } from './words';

type Receipt = Import['receipts'][number];

/** What stands afterwards, with the way to each record and to the tables that have changed. */
export function Results({ read }: { read: Import }) {
  const own = useWords(FILES_WORDS);
  const language = useLanguage();
  const { receipts, receiptsLeftOut = 0, progress, report } = read;
  const outcomes = { recorded: own.recorded, before: own.before2, refused: own.refused };
  return (
    <section class="card">
      <div role="status">
        <h2>
          {own.results} <small>{own.recordedCount(progress.recorded, progress.refused)}</small>
        </h2>
      </div>
      <div class="tools">
        {report.units.slice(0, 5).map(({ division, unit, department, fiscalYear }) => (
          <a
            class="button"
            key={`${unit}/${fiscalYear}`}
            href={yearPath(
              {
                kind: unit.length === 6 ? 'unit' : 'department',
                division,
                code: unit.length === 6 ? unit : department,
              },
              fiscalYear,
            )}
          >
            {own.table} {unit} {fiscalYear}
          </a>
        ))}
      </div>
      <DataTable
        label={own.results}
        rows={receipts}
        keyOf={(_, index) => index}
        columns={[
          {
            head: own.document,
            cell: ({ documentNumber }) => <bdi>{documentNumber}</bdi>,
            class: 'name',
            isRowHead: true,
          },
          { head: own.rows, cell: ({ rows }) => rows },
          { head: own.outcome, cell: ({ outcome }) => outcomes[outcome] },
          { head: own.receipt, cell: (receipt) => receiptOf(receipt, language), class: 'name' },
        ]}
      />
      {receiptsLeftOut > 0 && <p class="muted">{own.more(receiptsLeftOut)}</p>}
    </section>
  );
}

function receiptOf({ stream, revision, reason }: Receipt, language: 'zh' | 'en') {
  if (reason !== undefined) return inLanguage(reason, language);
  if (stream === undefined || revision === undefined) return '';
  return (
    <a class="mono" href={`/audit/${stream}/${revision}`}>
      {stream}@{revision}
    </a>
  );
}
