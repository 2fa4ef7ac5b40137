import { alignedText, type Alignment, widestOf } from './aligned-text';
import type { Comparison } from './comparison';

const ALIGNMENTS: readonly Alignment[] = ['left', 'left', 'right', 'right', 'right', 'right', 'left'];
const UNKNOWN = '—';

/** For a terminal, of a unit; what is unknown or cannot be told in percent is a dash. */
export function comparisonAsText({ unit, year, priorYear, measures, currencyUnit }: Comparison): string {
  const head = ['指标', '名称', `${year} 年`, `${priorYear} 年`, '增减额', '增减率', '说明'];
  const rows = measures.map(({ measure, name, current, prior, change, ratio, words }) => [
    measure,
    name === measure ? '' : name,
    current,
    prior ?? UNKNOWN,
    change ?? UNKNOWN,
    ratio ?? UNKNOWN,
    words,
  ]);
  const [first = '', ...body] = alignedText([head, ...rows], ALIGNMENTS);
  const rule = '-'.repeat(widestOf([first, ...body]));
  const title = `${unit.code} ${unit.name}  ${year} 年与 ${priorYear} 年预算比较  单位：${currencyUnit}`;
  return `${[title, rule, first, rule, ...body].join('\n')}\n`;
}
