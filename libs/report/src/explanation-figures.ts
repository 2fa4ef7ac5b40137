import { sectionsOf } from '#domain';

import type { Comparison, ComparisonMeasure } from './comparison';
import { withoutCarryOver } from './comparison-measures';
import type { LevelWords } from './profile-words';
import type { Sentence } from './narrative';
import type { ReportInput } from './report-input';
import { inWords, showsNothing } from './wan';

/** What the sentences are made from. */
export interface Narrated {
  input: ReportInput;
  figures: Figures;
  words: LevelWords;
  /** 2024 年上饶市妇女联合会 */
  whose: string;
}

/** How a measure changed in words, from the comma on, with the reason that was recorded for it. */
interface Change {
  text: string;
  reason?: string;
}

/** The figures of the explanation in words. */
export interface Figures {
  has(measure: string): boolean;
  /** Whether it has any money that shows. */
  hasMoney(measure: string): boolean;
  /** A measure's amount as sentences write it (487.9, 71), in 万元. */
  amount(measure: string): string;
  /** Nothing where nobody's prior year is known. */
  change(measure: string): Change;
  /** 增减变化原因 alone, for a measure whose sentence states no change. */
  reason(measure: string): string | undefined;
  /** The change as the comparison says it by itself. */
  words(measure: string): string;
  /** The measures `prefix/code` of a family, by code, but for what only units of the prior year had. */
  classes(prefix: string): ComparisonMeasure[];
}

export function figuresOf(compared: Comparison, input: ReportInput): Figures {
  const measures = new Map(compared.measures.map((measure) => [measure.measure, measure]));
  const reasons = reasonsOf(input);
  const of = (measure: string): ComparisonMeasure => {
    const found = measures.get(measure);
    if (found === undefined) throw new RangeError(`the comparison has no measure ${measure}`);
    return found;
  };
  const reasonOf = (measure: string): string | undefined =>
    of(measure).change === null ? undefined : (reasons.get(measure) ?? reasons.get(withoutCarryOver(measure)));
  return {
    has: (measure) => measures.has(measure),
    hasMoney: (measure) => !showsNothing(of(measure).current),
    amount: (measure) => inWords(of(measure).current),
    change: (measure) => {
      const { change, words } = of(measure);
      if (change === null) return { text: '' };
      const reason = reasonOf(measure);
      return reason === undefined ? { text: `，${words}` } : { text: `，${words}，主要原因是${reason}`, reason };
    },
    reason: reasonOf,
    words: (measure) => of(measure).words,
    classes: (prefix) =>
      compared.measures.filter(
        (one) =>
          one.measure.startsWith(`${prefix}/`) && /^\d+$/.test(one.measure.slice(prefix.length + 1)) && !hasEnded(one),
      ),
  };
}

/** Of what the comparable units have in neither year there is nothing to tell, where nobody else has it now. */
function hasEnded({ current, prior, comparableCurrent, comparablePrior }: ComparisonMeasure): boolean {
  const isNothing = (figure: string | null): boolean => figure === null || showsNothing(figure);
  return prior !== null && !showsNothing(prior) && [current, comparableCurrent, comparablePrior].every(isNothing);
}

/** 工资福利支出 423.85 万元，较上年预算安排……: a name, its amount and its change. */
export function stated(figures: Figures, name: string, measure: string, end: string): Sentence {
  const { text, reason } = figures.change(measure);
  return { ...amountOnly(figures, name, measure, `${text}${end}`), ...(reason === undefined ? {} : { reason }) };
}

/** 工资福利支出 423.85 万元，: where the change is told elsewhere or not at all. */
export function amountOnly(figures: Figures, name: string, measure: string, end: string): Sentence {
  return { text: `${name}${gap(name)}${figures.amount(measure)} 万元${end}`, measure };
}

/** A figure keeps a space from the word before it, but not from a bracket. */
function gap(name: string): string {
  return /[）)]$/.test(name) ? '' : ' ';
}

/** 增减变化原因 by measure. Where several units stand together, each reason is the unit's that gave it. */
export function reasonsOf({ units }: ReportInput): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { unit, texts } of units) {
    for (const { measure, reason } of sectionsOf(texts, 'change-reason')) {
      const words = reason.trim().replace(/[。；，、.;,]+$/, '');
      if (words === '') continue;
      const told = units.length > 1 ? `${unit.name}${words}` : words;
      const before = reasons.get(measure);
      reasons.set(measure, before === undefined ? told : `${before}，${told}`);
    }
  }
  return reasons;
}
