import type { ScreenProps } from '../../screen';
import { asInstant } from '../../parts/instant';
import { useLanguage, useWords } from '../../words/language';
import { FAMILIES, FORMS, formNamed } from './forms/all';
import { keptReceipts, openForms } from './sending/kept';
import { WORK_WORDS } from './words';

/** What can be done, what was done here lately, and what is still open. */
export function WorkScreen({ address }: ScreenProps) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const receipts = keptReceipts();
  document.title = own.title;
  const at = address.query.toString();
  const hrefOf = (form: string): string => `/work/${form}${at === '' ? '' : `?${at.replaceAll('%2F', '/')}`}`;
  return (
    <>
      <div class="head">
        <h1>
          {own.title} <small>{own.choose}</small>
        </h1>
      </div>
      <section class="family" aria-labelledby="family-files">
        <h2 id="family-files">{own.files}</h2>
        <ul class="choices">
          <li>
            <a class="card plain" href="/work/files">
              <b>{own.filesTitle}</b>
              <span class="muted small">{own.filesHelp}</span>
            </a>
          </li>
        </ul>
      </section>
      {openForms().map((name) => (
        <p class="banner" role="status" key={name}>
          {own.unfinished}: <a href={hrefOfOpen(name)}>{formNamed(name.split(' ')[0] ?? '')?.title[language]}</a>{' '}
          {own.unfinishedHelp}
        </p>
      ))}
      {FAMILIES.map((family) => (
        <section class="family" key={family} aria-labelledby={`family-${family}`}>
          <h2 id={`family-${family}`}>{own[family]}</h2>
          <ul class="choices">
            {FORMS.filter((form) => form.family === family).map((form) => (
              <li key={form.name}>
                <a class="card plain" href={hrefOf(form.name)}>
                  <b>{form.title[language]}</b>
                  <span class="muted small">{form.help[language]}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section class="card">
        <h2>{own.receipts}</h2>
        {receipts.length === 0 ? (
          <p class="muted">{own.noReceipts}</p>
        ) : (
          <ul class="receipts">
            {receipts.map(({ receipt, form, documentNumber, at: when }) => (
              <li key={receipt.commandId}>
                <a href={`/work/receipts/${encodeURIComponent(receipt.commandId)}`}>
                  {formNamed(form)?.title[language] ?? form} · <bdi>{documentNumber}</bdi>
                </a>
                <span class="mono muted">{receipt.eventId}</span>
                <span class="muted small">{asInstant(when)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

/** A form is kept by its name, its department, and the record that it is to reverse. */
function hrefOfOpen(name: string): string {
  const [form = '', at = '', event] = name.split(' ');
  return `/work/${form}?at=${at}${event === undefined ? '' : `&event=${event}`}`;
}
