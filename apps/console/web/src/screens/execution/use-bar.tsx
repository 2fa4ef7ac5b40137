import { asMoney, type MoneyUnit, shareOf } from '../../parts/money';
import { useWords } from '../../words/language';
import type { Use } from './use';
import { EXECUTION_WORDS } from './words';

/** Paid, held and available beside each other. */
export function UseBar({ use, money }: { use: Use; money: MoneyUnit }) {
  const own = useWords(EXECUTION_WORDS);
  const told = own.bar(asMoney(use.paidYuan, money), asMoney(use.frozenYuan, money), asMoney(use.availableYuan, money));
  const part = (amountYuan: string, kind: string) => (
    <i class={kind} style={{ width: `${shareOf(amountYuan, use.currentYuan) * 100}%` }} />
  );
  return (
    <span class="bar parts" role="img" aria-label={told} title={told}>
      {part(use.paidYuan, 'paid')}
      {part(use.frozenYuan, 'frozen')}
    </span>
  );
}
