import type { ComponentChildren } from 'preact';

import { yearPath } from '../../address/place';
import type { ScreenProps } from '../../screen';
import { asInstant } from '../../parts/instant';
import { COMMON } from '../../words/common';
import { inLanguage } from '../../words/in-language';
import { useLanguage, useWords } from '../../words/language';
import { formNamed } from './forms/all';
import { type KeptReceipt, keptReceipts } from './sending/kept';
import { WORK_WORDS } from './words';

/** What was recorded, with all that proves it: to be printed, kept and looked up. */
export function ReceiptScreen({ parts }: ScreenProps) {
  const own = useWords(WORK_WORDS);
  const kept = keptReceipts().find(({ receipt }) => receipt.commandId === parts['commandId']);
  document.title = `${own.receipt} ${kept?.receipt.eventId ?? ''}`;
  return (
    <>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={own.title}>
            <a href="/work">{own.title}</a> / {own.receipt}
          </nav>
          <h1>{own.receipt}</h1>
        </div>
      </div>
      {kept === undefined ? <p class="card">{own.notKept}</p> : <KeptOne kept={kept} />}
    </>
  );
}

function KeptOne({ kept }: { kept: KeptReceipt }) {
  const own = useWords(WORK_WORDS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const { receipt, command, documentNumber, at } = kept;
  const form = formNamed(kept.form);
  const [division = '', department = ''] = receipt.stream.split('/');
  const pairs: [string, ComponentChildren][] = [
    [own.event, <span class="mono">{receipt.eventId}</span>],
    [own.document, <bdi>{documentNumber}</bdi>],
    [own.revision, String(receipt.revision)],
    [own.position, <span class="mono">{receipt.position}</span>],
    [own.hash, <span class="mono">{receipt.hash}</span>],
    [own.command, <span class="mono">{receipt.commandId}</span>],
    [own.when, asInstant(at)],
  ];
  return (
    <section class="card receipt">
      <div role="status">
        <h2>
          {form?.title[language]} <small>{own.recorded}</small>
        </h2>
      </div>
      {(receipt.warnings ?? []).map(({ message }) => (
        <p class="banner" key={message}>
          {own.warnings}: {inLanguage(message, language)}
        </p>
      ))}
      <dl class="pairs">
        {pairs.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p class="muted small">{own.keepHash}</p>
      <div class="tools">
        <a class="button primary" href={`/audit/${division}/${department}/${receipt.revision}`}>
          {own.seeRecord}
        </a>
        {command !== undefined && 'fiscalYear' in command && (
          <a class="button" href={tableOf(division, department, command)}>
            {own.seeTable}
          </a>
        )}
        <button type="button" onClick={() => print()}>
          {common.print}
        </button>
        <a
          class="button"
          download={`${receipt.eventId.replaceAll('/', '-')}.json`}
          href={`data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify({ receipt, command, at }, null, 2))}`}
        >
          {own.saveJson}
        </a>
        {form !== undefined && (
          <a class="button" href={`/work/${form.name}?at=${receipt.stream}${yearOf(command)}`}>
            {own.another}
          </a>
        )}
        <a class="button" href={`/work/reverse?event=${encodeURIComponent(receipt.eventId)}`}>
          {own.sameAgain}
        </a>
      </div>
    </section>
  );
}

/** The table that a reader looks at first: of the one unit that was named, or of the department. */
function tableOf(division: string, department: string, command: object): string {
  const { fiscalYear, ...lists } = command as { fiscalYear: number } & Record<string, unknown>;
  const rows = Object.values(lists).flatMap((list) => (Array.isArray(list) ? (list as { unit?: string }[]) : []));
  const units = new Set(rows.map(({ unit }) => unit).filter((unit) => unit?.startsWith(department) === true));
  const [only = department] = units.size === 1 ? [...units] : [];
  const kind = only.length === 6 ? 'unit' : 'department';
  return yearPath({ kind, division, code: only }, fiscalYear);
}

function yearOf(command: object | undefined): string {
  return command !== undefined && 'fiscalYear' in command ? `&year=${String(command.fiscalYear)}` : '';
}
