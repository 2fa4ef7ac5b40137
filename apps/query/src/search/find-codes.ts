import type { Chart } from '#domain';
import { folded, termsOf } from '#read-model';

import type { Hit } from './search-answer';

const CODE_KINDS = ['division', 'function', 'economic'] as const;
type CodeKind = (typeof CODE_KINDS)[number];

interface CodeTerms {
  kind: CodeKind;
  code: string;
  name: string;
  folded: string;
  terms: readonly string[];
}

/** No list is in force before the newest one of a later year. */
const NEWEST = 2100;

/** The codes of the newest lists, which everybody may know, by what they are found by. */
export class CodeIndex {
  private readonly codes: readonly CodeTerms[];

  constructor(chart: Chart) {
    this.codes = CODE_KINDS.flatMap((kind) =>
      chart.codesOf(kind, NEWEST).map((code) => {
        const name = chart.nameOf(kind, NEWEST, code) ?? code;
        return { kind, code, name, folded: folded(name), terms: termsOf(name, code).split('\n') };
      }),
    );
  }

  find(text: string, kinds: readonly string[]): Hit[] {
    const asked = folded(text);
    return this.codes
      .filter(({ kind, terms }) => kinds.includes(kind) && terms.some((term) => term.startsWith(asked)))
      .map((found) => ({ kind: found.kind, match: matchOf(found, asked), name: found.name, code: found.code }));
  }
}

function matchOf({ code, folded: name }: CodeTerms, asked: string): Hit['match'] {
  if (code === asked) return 'code';
  if (code.startsWith(asked)) return 'code-prefix';
  if (name.startsWith(asked)) return 'name-prefix';
  return name.includes(asked) ? 'name-part' : 'pinyin';
}
