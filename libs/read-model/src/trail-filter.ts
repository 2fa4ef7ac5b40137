import { comparedText, withYearBrackets } from './search/event-words';

/** Which events of a trail are asked for; what is left out does not limit. */
export interface TrailFilter {
  /** Stands somewhere in what the event says. */
  text?: string | undefined;
  /** With or without its version: `budget.adjusted` or `budget.adjusted.v1`. */
  type?: string | undefined;
  /** The beginning of its number. */
  document?: string | undefined;
  /** A part of who posted it. */
  actor?: string | undefined;
  refused?: boolean | undefined;
  /** Days of Asia/Shanghai, both within. */
  recordedFrom?: string | undefined;
  recordedTo?: string | undefined;
  effectiveFrom?: string | undefined;
  effectiveTo?: string | undefined;
  /** In yuan, of one line that it moves, in either direction. */
  amountFrom?: string | undefined;
  amountTo?: string | undefined;
}

/** Whether postings tell what is asked for, which a version of the tables may have left out. */
export function asksForPostings({ amountFrom, amountTo }: TrailFilter): boolean {
  return (amountFrom ?? amountTo) !== undefined;
}

const DAY = "interval '1 day'";

/** The conditions on `event`, none where nothing is asked; their parameters are put behind `values`. */
export function trailConditions(filter: TrailFilter, values: unknown[]): string[] {
  const { type, document, actor, refused, recordedFrom, recordedTo, effectiveFrom, effectiveTo } = filter;
  const asked = (value: unknown, condition: (parameter: string) => string): string[] =>
    value === undefined ? [] : [condition(`$${values.push(value)}`)];
  return [
    ...asked(filter.text && comparedText(filter.text), (given) => `position(${given}::text in words) > 0`),
    ...asked(type, (given) => `(type = ${given} or starts_with(type, ${given} || '.v'))`),
    ...asked(document && withYearBrackets(document.trim()), (given) => `starts_with(document_number, ${given})`),
    ...asked(actor, (given) => `position(${given} in actor) > 0`),
    ...asked(refused, (given) => `refused = ${given}`),
    ...asked(recordedFrom, (given) => `recorded_at >= ${beginningOf(given)}`),
    ...asked(recordedTo, (given) => `recorded_at < ${beginningOf(given)} + ${DAY}`),
    ...asked(effectiveFrom, (given) => `effective_date >= ${given}::date`),
    ...asked(effectiveTo, (given) => `effective_date <= ${given}::date`),
    ...amountConditions(filter, values),
  ];
}

function amountConditions({ amountFrom, amountTo }: TrailFilter, values: unknown[]): string[] {
  const compared = (sign: string, to: string | undefined): string[] =>
    to === undefined ? [] : [`abs(posting.delta) ${sign} $${values.push(to)}::numeric`];
  const sizes = [...compared('>=', amountFrom), ...compared('<=', amountTo)];
  if (sizes.length === 0) return [];
  return [
    `exists (select from posting where posting.stream = event.stream and posting.revision = event.revision and ${sizes.join(' and ')})`,
  ];
}

function beginningOf(day: string): string {
  return `(${day}::date)::timestamp at time zone 'Asia/Shanghai'`;
}
