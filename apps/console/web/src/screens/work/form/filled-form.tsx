import { useEffect, useRef, useState } from 'preact/hooks';

import { type Address, go } from '../../../address/address';
import { LiveMark } from '../../../parts/live-mark';
import { useLanguage, useWords } from '../../../words/language';
import { keyOf } from '../draft/available';
import { type Draft, EMPTY_DRAFT, rowsOf, withRows, withValue } from '../draft/draft';
import { fieldsOf, type Target, toCommand } from '../draft/to-command';
import type { Form } from '../forms/form';
import { keepForm, keepReceipt, keepUsedLines, keptForm } from '../sending/kept';
import { useSending } from '../sending/use-sending';
import { WORK_WORDS } from '../words';
import { Balance } from './balance';
import { useBooks } from './books';
import { faultsOf } from './faults';
import { placeInWords } from './place-in-words';
import { Fields } from './fields';
import { beginning } from './beginning';
import { LineTable } from './line-table';
import { Outcome } from './outcome';
import { PlaceChoice, targetOf } from './place-choice';
import { SendBar } from './send-bar';

/** A form with what is filled into it, which the tab keeps, and what becomes of it. */
export function FilledForm({ form, address }: { form: Form; address: Address }) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const books = useBooks();
  const target = targetOf(address);
  const name = nameOf(form, target, address);
  const [kept, setKept] = useState(() => keptForm(name));
  const [isTold, setTold] = useState(false);
  const [isGuarded, setGuarded] = useState(false);
  const draft = beginning(form, kept.draft, address);
  const keep = (next: typeof kept): void => {
    keepForm(name, next);
    setKept(next);
  };
  const sending = useSending({
    attempt: kept.attempt,
    keep: (attempt) => {
      const { draft: now } = keptForm(name);
      keep(attempt === undefined ? { draft: now } : { draft: now, attempt });
    },
    onReceipt: (receipt, command) => {
      const documentNumber = command.documentNumber;
      keepReceipt({ form: form.name, receipt, command, documentNumber, at: new Date().toISOString() });
      keepUsedLines(
        receipt.stream,
        form.lists.flatMap((list) => rowsOf(draft, list.name).map(keyOf)),
      );
      keepForm(name, undefined);
      go(`/work/receipts/${encodeURIComponent(receipt.commandId)}`);
    },
  });
  const page = useRef<HTMLFormElement>(null);
  useEffect(() => {
    page.current?.querySelector(':scope > section:last-of-type')?.scrollIntoView({ block: 'nearest' });
  }, [sending.trial, sending.problem]);
  const made = toCommand(form, draft, target);
  const trial = sending.trial?.trial;
  const command = made.command && {
    ...made.command,
    ...(isGuarded && trial !== undefined ? { expectedRevision: trial.revision } : {}),
  };
  const isTried = made.command !== undefined && sending.trial?.of === JSON.stringify(made.command);
  const faults = faultsOf(made, isTold, sending.problem ?? (isTried ? trial?.problem : undefined), language);
  const change = (next: Draft): void => keep({ ...kept, draft: next });
  const isBusy = sending.phase !== 'idle' && sending.phase !== 'trying';
  const values = { ...draft.values, year: target.year };
  const tryOut = (): void => {
    setTold(true);
    if (made.command !== undefined) sending.tryOut(made.command);
    else requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form
      ref={page}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        tryOut();
      }}
    >
      <fieldset disabled={isBusy}>
        <section class="card" aria-label={own.place}>
          <PlaceChoice address={address} hasYear={form.hasYear} faults={faults} />
          <Fields
            fields={fieldsOf(form)}
            values={values}
            faults={faults}
            change={(field, value) => change(withValue(draft, field, value))}
          />
          <p class="muted small">
            {own.kept} <LiveMark standing={books.standing} />
          </p>
        </section>
        <Projects />
        {books.isUnreadable && form.lists.length > 0 && <p class="banner">{own.noAvailability}</p>}
        {form.lists
          .filter(({ when }) => when?.(values) !== false)
          .map((list) => (
            <LineTable
              key={list.name}
              list={(draft.values['freezeRevision'] ?? '') === '' ? list : { ...list, limit: undefined }}
              rows={rowsOf(draft, list.name)}
              faults={faults}
              change={(rows) => change(withRows(draft, list.name, rows))}
            />
          ))}
        <Balance form={form} draft={draft} />
        {form.lists.length > 0 && <p class="muted small">{own.pasteHelp}</p>}
      </fieldset>
      <Outcome sending={sending} isTried={isTried} placeOf={(field) => placeInWords(form, made, field, language)} />
      <SendBar
        sending={sending}
        faults={isTold ? made.faults.length : 0}
        canSend={isTried && trial?.outcome === 'accepted'}
        isOpen={kept.attempt?.isSent === true}
        guard={{ isOn: isGuarded, set: setGuarded }}
        send={() => command !== undefined && sending.send(command)}
        clear={() => {
          sending.forget();
          keep({ draft: EMPTY_DRAFT });
          setTold(false);
        }}
      />
    </form>
  );
}

/** What the tab keeps a form under: each department has its own, and each record that is to be reversed. */
function nameOf(form: Form, { division, department }: Target, { query }: Address): string {
  const event = query.get('event');
  return `${form.name} ${division}/${department}${event === null ? '' : ` ${event}`}`;
}

/** The projects that the books know, for the fields that name one. */
function Projects() {
  const { lines = [] } = useBooks();
  const names = [...new Set(lines.flatMap(({ project }) => (project === undefined ? [] : [project])))];
  return (
    <datalist id="projects">
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
