import type { LineDimensions } from './line';
import { REFUSAL_RULES, type RefusalCode } from './refusal-rules';

/**
 * The figures of a refusal: what was asked of what, for every place that breaks the rule and not only the first. No interface, for that could
 * not be taken for the recorded figure that it becomes.
 */
export type RefusalFigure = {
  /** Where in the command it stands, such as `lines[2].economic`. */
  field: string;
  line?: LineDimensions;
  /** What the command said there, where it is no amount. */
  value?: string;
  /** What would have been right: a range, a department, a year. */
  expected?: string;
  /** Of a code that is unknown: the known ones that are most like it, with their names. */
  nearest?: string;
  askedYuan?: string;
  availableYuan?: string;
  /** Of a line: the first later day on which no more than that is available, where it is not the day asked for. */
  lowestOn?: string;
};

export interface Refusal {
  code: RefusalCode;
  legalSource: string;
  figures: RefusalFigure[];
}

/** A figure as it stands in the log: a newer program may have told more of it, or otherwise. */
export interface RecordedFigure {
  field: string;
  [further: string]: unknown;
}

/** A refusal as it stands in the log, where a newer program may have written it by a rule that this one does not know. */
export interface RecordedRefusal {
  code: string;
  legalSource: string;
  figures: RecordedFigure[];
}

export function refusal(code: RefusalCode, figures: RefusalFigure[]): Refusal {
  return { code, legalSource: REFUSAL_RULES[code].legalSource, figures };
}
