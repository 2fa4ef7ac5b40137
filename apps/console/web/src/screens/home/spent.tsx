import { asTenThousand, paidOf, shareOf } from '../../parts/money';
import { useWords } from '../../words/language';
import type { Totals } from './totals';
import { HOME_WORDS } from './words';

/** How much of a budget is paid and how much can still be used, as a bar that says its figures to who cannot see it. */
export function Spent({ totals }: { totals: Totals }) {
  const own = useWords(HOME_WORDS);
  const paidYuan = paidOf(totals);
  const told = own.bar(asTenThousand(paidYuan), asTenThousand(totals.availableYuan));
  return (
    <span class="bar" role="img" aria-label={told} title={told}>
      <i style={{ width: `${shareOf(paidYuan, totals.currentYuan) * 100}%` }} />
    </span>
  );
}
