import { type GlossarySection, sectionsOf } from '#domain';

import { chineseNumeral, plain, type Section } from './narrative';
import type { ReportInput } from './report-input';

/** 第四部分 名词解释: the groups of all units together; of a term that several explain, the first explanation stands. */
export function glossary({ units }: ReportInput): Section[] {
  const groups = new Map<string, Map<string, string>>();
  for (const { title, terms } of units.flatMap(({ texts }) => sectionsOf(texts, 'glossary')).flatMap(groupsOf)) {
    const known = groups.get(title) ?? new Map<string, string>();
    groups.set(title, known);
    for (const { term, explanation } of terms) if (!known.has(term)) known.set(term, explanation);
  }
  return [...groups].map(([title, terms], index): Section => ({
    heading: `${chineseNumeral(index + 1)}、${title}`,
    depth: 1,
    paragraphs: [...terms].map(([term, explanation], place) =>
      plain(`（${chineseNumeral(place + 1)}）${term}：${explanation}`),
    ),
  }));
}

function groupsOf({ groups }: GlossarySection): GlossarySection['groups'] {
  return groups;
}
