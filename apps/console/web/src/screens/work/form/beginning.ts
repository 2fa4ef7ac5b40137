import type { Address } from '../../../address/address';
import { today } from '../../../parts/instant';
import type { Draft } from '../draft/draft';
import type { Form } from '../forms/form';

/** What a form says before anybody typed: today, and what the address asks for, such as the record that is to be reversed. */
export function beginning(form: Form, draft: Draft, { query }: Address): Draft {
  const [, revision] = (query.get('event') ?? '').split('@');
  const asked = { effectiveDate: today(), ...(revision === undefined ? {} : { reversedRevision: revision }) };
  for (const { name } of form.fields) Object.assign(asked, query.has(name) ? { [name]: query.get(name) } : {});
  return { ...draft, values: { ...asked, ...draft.values } };
}
