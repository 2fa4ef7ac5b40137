import type { Address } from '../address/address';
import { COMMON } from '../words/common';
import { useWords } from '../words/language';
import { Choice } from './choice';
import type { MoneyUnit } from './money';

/** What a line can count for, as the interface calls it. */
export type Measure = (typeof MEASURES)[number];

const MEASURES = ['current', 'original', 'available', 'paid'] as const;

/** Whether budgets are published by a measure; what is paid or available is nothing that is published. */
export function isPublished(measure: Measure): measure is 'current' | 'original' {
  return measure === 'current' || measure === 'original';
}

/** The measure that an address names; one that is none is the current budget. */
export function measureOf({ query }: Address): Measure {
  return MEASURES.find((measure) => measure === query.get('measure')) ?? 'current';
}

export function moneyOf({ query }: Address): MoneyUnit {
  return query.get('money') === 'yuan' ? 'yuan' : 'wan';
}

export function MeasureChoice({ value, of = MEASURES }: { value: Measure; of?: readonly Measure[] }) {
  const words = useWords(COMMON);
  const options = of.map((measure) => ({ value: measure, label: words[measure] }));
  return <Choice label={words.measure} name="measure" value={value} options={options} />;
}

export function MoneyChoice({ value }: { value: MoneyUnit }) {
  const words = useWords(COMMON);
  const options = [
    { value: 'wan', label: words.tenThousandYuan },
    { value: 'yuan', label: words.yuan },
  ] as const;
  return <Choice label={words.money} name="money" value={value} options={options} />;
}

/** The unit in words, for the caption of a table. */
export function useMoneyName(money: MoneyUnit): string {
  const words = useWords(COMMON);
  return money === 'yuan' ? words.yuan : words.tenThousandYuan;
}
