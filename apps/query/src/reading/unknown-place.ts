import type { Scope } from '#access';
import { streamOf } from '#domain';
import type { BudgetPlace, KnownUnit } from '#read-model';

import { withSeenYears } from '../units/seen-years';
import { Unknown } from '../http/answer';

export function unknownPlace({ division, department, unit }: BudgetPlace): Unknown {
  if (unit !== undefined) {
    return new Unknown({
      zh: `行政区划 ${division} 没有登记单位 ${unit}，或当时尚未登记。`,
      en: `Unit ${unit} of division ${division} is not registered, or was not by then.`,
    });
  }
  if (department !== undefined) {
    return new Unknown({
      zh: `行政区划 ${division} 的部门 ${department} 没有登记任何单位，或当时尚未登记。`,
      en: `No unit of department ${department} of division ${division} is registered, or was by then.`,
    });
  }
  return new Unknown({
    zh: `行政区划 ${division} 没有登记任何单位，或当时尚未登记。`,
    en: `No unit of division ${division} is registered, or was by then.`,
  });
}

/** An empty table would say zero, and nothing is known. Of the years of which something is, a reader is told those that he may read. */
export function unknownYear(
  { division, department, unit }: BudgetPlace,
  units: readonly KnownUnit[],
  fiscalYear: number,
): Unknown {
  const years = [...new Set(units.flatMap((known) => known.years))].sort((a, b) => a - b);
  const place = unit ?? (department === undefined ? division : streamOf({ division, department }));
  const known = years.length === 0 ? { zh: '无', en: 'none' } : { zh: years.join('、'), en: years.join(', ') };
  const detail = {
    zh: `${place} 当时没有 ${fiscalYear} 年的记录；已有年度：${known.zh}。`,
    en: `${place} has no event of ${fiscalYear}, or had none by then; years with events: ${known.en}.`,
  };
  const seen = (scope: Scope) => units.map((known) => withSeenYears(known, scope));
  return new Unknown(detail, { years }, (scope) =>
    unknownYear({ division, department, unit }, seen(scope), fiscalYear),
  );
}
