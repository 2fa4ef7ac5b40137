import { type Fen, type Line, type ProjectSection, sectionsOf } from '#domain';

import type { Narrated } from './explanation-figures';
import { everything } from './line-filter';
import { plain, type Section } from './narrative';
import type { ReportInput, UnitBudget } from './report-input';
import { takenBy } from './taken';
import { inWan, inWords, type Rounding } from './wan';

const NUMBERS = ['①', '②', '③', '④', '⑤', '⑥'];

interface Project {
  unit: string;
  project: string;
  text: ProjectSection | undefined;
  amount: Fen;
  hasTargets: boolean;
}

/** （九）项目情况说明: each project under its number, with what was recorded of it and its amount. */
export function projectSections({ input }: Narrated): Section[] {
  const projects = input.units.flatMap((budget) => projectsOf(budget, input));
  const several = input.units.length > 1;
  return projects.map((project, index): Section => {
    const title = project.text?.title ?? project.project;
    return {
      heading: `${index + 1}. ${title}${several ? `（${project.unit}）` : ''}`,
      depth: 3,
      paragraphs: [
        ...statements(project).map(([name, text], place) => plain(`${NUMBERS[place]}${name}：${text}`)),
        amountParagraph(project, statements(project).length, input.profile.rounding),
        ...(project.hasTargets ? [plain('（绩效目标详见《项目绩效目标表》）')] : []),
      ],
    };
  });
}

/** In the order in which the projects were described, then that of their targets, then that of their names. */
function projectsOf({ unit, lines, targets, texts }: UnitBudget, { measure }: ReportInput): Project[] {
  const described = new Map(sectionsOf(texts, 'project').map((section) => [section.project, section]));
  const funded = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.project !== undefined) funded.set(line.project, [...(funded.get(line.project) ?? []), line]);
  }
  const withTargets = [...targets.keys()].filter((project) => project !== '');
  const names = new Set([...described.keys(), ...withTargets, ...[...funded.keys()].sort()]);
  return [...names].map((project) => ({
    unit: unit.name,
    project,
    text: described.get(project),
    amount: takenBy(everything, funded.get(project) ?? [], measure),
    hasTargets: targets.has(project),
  }));
}

/** What is not recorded is left out, and the numbers go on without a gap. */
function statements({ text }: Project): [name: string, text: string][] {
  const named: [string, string | undefined][] = [
    ['项目概述', text?.overview],
    ['立项依据', text?.basis],
    ['实施主体', text?.executor],
    ['实施方案', text?.plan],
    ['实施周期', text?.period],
  ];
  return named.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** Project amounts keep one place: 71.0, 104.92. */
function amountParagraph(
  { project, amount }: Project,
  place: number,
  rounding: Rounding,
): Section['paragraphs'][number] {
  const figure = inWords(inWan(amount, rounding));
  const kept = figure.includes('.') ? figure : `${figure}.0`;
  return [{ text: `${NUMBERS[place]}年度预算安排：${kept} 万元。`, measure: `项目/${project}` }];
}
