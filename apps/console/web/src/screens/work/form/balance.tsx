import { asYuan, fenOf, yuanOf } from '../../../parts/money';
import { useWords } from '../../../words/language';
import { sumOf } from '../draft/available';
import { type Draft, rowsOf } from '../draft/draft';
import type { Form } from '../forms/form';
import { WORK_WORDS } from '../words';

/** Of a form with two sides how far they are apart: they have to be equal. */
export function Balance({ form, draft }: { form: Form; draft: Draft }) {
  const own = useWords(WORK_WORDS);
  const [from, to] = form.lists;
  if (from?.name !== 'from' || to?.name !== 'to') return null;
  const apart = fenOf(sumOf(rowsOf(draft, 'from'))) - fenOf(sumOf(rowsOf(draft, 'to')));
  return (
    <p class={apart === 0n ? 'balance muted' : 'balance wrong'} role="status">
      {own.difference} <b class="figure">{asYuan(yuanOf(apart))}</b>
    </p>
  );
}
