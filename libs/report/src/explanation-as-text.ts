import type { Explanation } from './explanation';
import { sectionsAsLines } from './narrative';

/** The explanation as it is printed, a paragraph a line. */
export function explanationAsText({ title, sections }: Explanation): string {
  return `${[title, ...sectionsAsLines(sections)].join('\n')}\n`;
}
