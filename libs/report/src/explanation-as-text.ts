import type { Explanation } from './explanation';
import { sectionsAsLines } from './narrative';
import { type ReportVersion, versionLabel, versionWords } from './report-version';

/** The explanation as it is printed, a paragraph a line. What is not the current budget says so before everything else. */
export function explanationAsText({ title, sections }: Explanation, version?: ReportVersion): string {
  return `${[...headOf(version), title, ...sectionsAsLines(sections)].join('\n')}\n`;
}

function headOf(version: ReportVersion | undefined): string[] {
  if (version === undefined || versionLabel(version.asked) === '') return [];
  const { zh, en } = versionWords(version);
  return [`【${zh} ${en}】`, ''];
}
