import type { Address } from '../../address/address';
import type { ScreenProps } from '../../screen';
import { useLanguage, useWords } from '../../words/language';
import { BooksContext, useDepartmentBooks } from './form/books';
import { FilledForm } from './form/filled-form';
import { targetOf } from './form/place-choice';
import { formNamed } from './forms/all';
import type { Form } from './forms/form';
import { WORK_WORDS } from './words';

/** One thing to do: its form, its trial and its sending. */
export function FormScreen({ parts, address }: ScreenProps) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const form = formNamed(parts['form'] ?? '');
  if (form === undefined)
    return (
      <p class="card">
        {own.gone} <a href="/work">{own.back}</a>
      </p>
    );
  document.title = `${form.title[language]} · ${own.title}`;
  const { division, department } = targetOf(address);
  return <PlacedForm key={`${form.name} ${division}/${department}`} form={form} address={address} />;
}

function PlacedForm({ form, address }: { form: Form; address: Address }) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const needsBefore = form.lists.some(({ year }) => year === 'before');
  const books = useDepartmentBooks(targetOf(address), needsBefore);
  return (
    <BooksContext.Provider value={books}>
      <div class="head">
        <div>
          <nav class="crumbs" aria-label={own.title}>
            <a href="/work">{own.title}</a> / {form.title[language]}
          </nav>
          <h1>{form.title[language]}</h1>
          <p class="muted">{form.help[language]}</p>
        </div>
      </div>
      <FilledForm form={form} address={address} />
    </BooksContext.Provider>
  );
}
