import { asChange, asYuan, fenOf } from '../../parts/money';
import { DataTable } from '../../parts/data-table';
import { termOf } from '../../parts/terms';
import { useLanguage, useWords } from '../../words/language';
import type { Import } from './send-file';
import { FILES_WORDS } from './words';

type Line = Import['report']['lines'][number];
type Moved = Pick<Line, 'before' | 'after'>;

/** What a file changes: by unit and year, and line by line for who looks closer. */
export function Trial({ read }: { read: Import }) {
  const own = useWords(FILES_WORDS);
  const language = useLanguage();
  const { units, unitsLeftOut = 0, lines, linesLeftOut = 0, stoodBefore } = read.report;
  const amounts = [
    { head: own.before, cell: ({ before }: Moved) => asYuan(before.currentYuan), class: 'figure' },
    { head: own.after, cell: ({ after }: Moved) => asYuan(after.currentYuan), class: 'figure' },
    { head: own.change, cell: changeOf, class: 'figure' },
  ];
  return (
    <section class="card">
      <h2>
        {own.trial} {read.state === 'ready' && <small>{own.trialHelp}</small>}
      </h2>
      {stoodBefore > 0 && <p class="banner">{own.stoodBefore(stoodBefore)}</p>}
      {units.length === 0 && stoodBefore > 0 && <p>{own.nothingNew}</p>}
      {units.length > 0 && (
        <DataTable
          label={own.trial}
          rows={units}
          keyOf={({ division, unit, fiscalYear }) => `${division}/${unit}/${fiscalYear}`}
          columns={[
            { head: own.unit, cell: ({ unit }) => <span class="mono">{unit}</span>, isRowHead: true },
            { head: own.year, cell: ({ fiscalYear }) => fiscalYear },
            { head: own.lines, cell: ({ lines: count }) => count, class: 'figure' },
            ...amounts,
          ]}
        />
      )}
      {unitsLeftOut > 0 && <p class="muted">{own.more(unitsLeftOut)}</p>}
      {lines.length > 0 && (
        <details>
          <summary>{own.everyLine}</summary>
          <DataTable
            label={own.everyLine}
            rows={lines}
            keyOf={(_, index) => index}
            columns={[
              {
                head: own.line,
                cell: (line) => nameOf(line, language),
                class: 'name',
                isRowHead: true,
              },
              ...amounts,
            ]}
          />
          {linesLeftOut > 0 && <p class="muted">{own.more(linesLeftOut)}</p>}
        </details>
      )}
    </section>
  );
}

function changeOf({ before, after }: Moved): string {
  const fen = fenOf(after.currentYuan) - fenOf(before.currentYuan);
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return asChange(`${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`, 'yuan');
}

function nameOf(line: Line, language: 'zh' | 'en'): string {
  const { unit, fiscalYear, function: functional, economic, source, category, project } = line;
  const words = [termOf(source)[language], termOf(category)[language], project].filter((word) => word !== undefined);
  return `${unit} ${fiscalYear} ${functional} ${economic} ${words.join(' · ')}`;
}
