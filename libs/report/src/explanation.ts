import { measureOf } from '#domain';

import { type Comparison, comparison } from './comparison';
import { withoutCarryOver } from './comparison-measures';
import { assetsSection } from './explanation-assets';
import { expenditureSections, incomeSection } from './explanation-expenditure';
import { amountOnly, type Figures, figuresOf, type Narrated, reasonsOf, stated } from './explanation-figures';
import { projectSections } from './explanation-projects';
import { appropriation } from './line-filter';
import { chineseNumeral, type Paragraph, plain, type Section, type Topic } from './narrative';
import { linesOf, type ReportInput, wordsOf } from './report-input';
import type { ReportLevel } from './report-level';
import type { Measure } from './report-measure';
import { THREE_PUBLIC_ITEMS } from './three-public';
import { inWords } from './wan';

/** 第三部分 情况说明: the figures of a year in sentences. */
export interface Explanation {
  title: string;
  level: ReportLevel;
  unit: { code: string; name: string };
  year: number;
  priorYear: number;
  measure: Measure;
  sections: Section[];
  /** Recorded reasons whose measure no sentence states. */
  unplacedReasons: { measure: string; reason: string }[];
}

/** Part three of the published budget. Without a prior year nothing is compared, since unknown is not zero. */
export function explanation(current: ReportInput, prior: ReportInput | undefined): Explanation {
  const compared = comparison(current, prior);
  const { level, code, name } = current.subject;
  const words = wordsOf(current);
  const year = current.fiscalYear;
  const narrated: Narrated = {
    input: current,
    figures: figuresOf(compared, current),
    words,
    whose: `${year} 年${name}`,
  };
  const projects = projectSections(narrated);
  const topics = [
    incomeSection(narrated),
    ...expenditureSections(narrated),
    operatingSection(narrated),
    procurementSection(narrated),
    assetsSection(narrated),
    { heading: '项目情况说明', paragraphs: projects.length === 0 ? [plain(`${words.self}没有安排项目支出。`)] : [] },
  ];
  const numbered = topics.map(({ heading, paragraphs }, index): Section => ({
    heading: `（${chineseNumeral(index + 1)}）${heading}`,
    depth: 2,
    paragraphs,
  }));
  const sections: Section[] = [
    {
      heading: `一、${year} 年${words.body}预算收支情况说明`,
      depth: 1,
      paragraphs: uncomparable(compared),
    },
    ...numbered,
    ...projects,
    threePublicSection(narrated),
  ];
  return {
    title: `${name} ${year} 年${words.body}预算情况说明`,
    level,
    unit: { code, name },
    year,
    priorYear: compared.priorYear,
    measure: current.measure,
    sections,
    unplacedReasons: unplacedReasons(current, sections),
  };
}

/** What cannot be compared is said once, and not in every sentence. */
function uncomparable({ year, priorYear, measures, unitsWithoutPrior, unitsWithoutCurrent }: Comparison): Paragraph[] {
  if (measures.every(({ prior }) => prior === null)) {
    return [plain(`${priorYear} 年预算数未知，以下各数不与上年比较。`)];
  }
  const told = [
    ...unitsWithoutPrior.map(
      ({ name, amount }) => `${name} ${year} 年预算 ${inWords(amount)} 万元，${priorYear} 年预算数未知`,
    ),
    ...unitsWithoutCurrent.map(
      ({ name, amount }) => `${name} ${priorYear} 年预算 ${inWords(amount)} 万元，没有 ${year} 年预算数`,
    ),
  ];
  if (told.length === 0) return [];
  const scope = measures.every(({ change }) => change === null)
    ? '两年没有共同的单位，以下各数不与上年比较。'
    : '以下各项增减只比较两年都有预算数的单位（同口径）。';
  return [plain(`${told.join('；')}。${scope}`)];
}

function operatingSection({ figures, whose }: Narrated): Topic {
  return {
    heading: '机关运行经费等重要事项等说明',
    paragraphs: [
      [stated(figures, `${whose}机关运行费预算`, '机关运行费', '。')],
      plain(
        '按照财政部《地方预决算公开操作规程》明确的口径，机关运行费指各部门的公用经费，包括办公及印刷费、邮电费、差旅费、会议费、福利费、日常维修费、专用材料及一般设备购置费、办公用房水电费、办公用房取暖费、办公用房物业管理费、公务用车运行维护费以及其他费用。',
      ),
    ],
  };
}

/** Procurement is told without its change, as the published budgets do. */
function procurementSection({ input, figures, words }: Narrated): Topic {
  const total = '政府采购总额';
  return {
    heading: '政府采购情况',
    paragraphs: [
      [
        amountOnly(figures, `${input.fiscalYear} 年${words.procuring}${total}`, total, '，其中：'),
        amountOnly(figures, '政府采购货物预算', '政府采购/货物', '、'),
        amountOnly(figures, '政府采购工程预算', '政府采购/工程', '、'),
        amountOnly(figures, '政府采购服务预算', '政府采购/服务', '。'),
      ],
      ...reasonParagraph(figures, total, total),
    ],
  };
}

/** The published budgets set the figures of this part without spaces. */
function threePublicSection({ input, figures }: Narrated): Section {
  const { fiscalYear, subject } = input;
  const total = '三公/合计';
  const opening = `${fiscalYear}年${subject.name}“三公”经费${fundsOfThreePublic(input)}安排${figures.amount(total)}万元，其中：`;
  const items = THREE_PUBLIC_ITEMS.map(({ name }): Paragraph => {
    const measure = `三公/${name}`;
    const { text, reason } = figures.change(measure);
    const sentence = { text: `${name}${figures.amount(measure)}万元${withoutSpaces(text)}。`, measure };
    return [{ ...sentence, ...(reason === undefined ? {} : { reason }) }];
  });
  return {
    heading: `二、${fiscalYear} 年“三公”经费预算情况说明`,
    depth: 1,
    paragraphs: [[{ text: opening, measure: total }], ...items, ...reasonParagraph(figures, '“三公”经费', total)],
  };
}

/** All of it is 一般公共预算 as a rule; where another fund pays for some, the sentence must not say so. */
function fundsOfThreePublic(input: ReportInput): '一般公共预算' | '财政拨款' {
  const codes = THREE_PUBLIC_ITEMS.map(({ economic }): string => economic);
  const others = linesOf(input).filter(
    (line) => appropriation(line) && line.source !== 'general-public-budget' && codes.includes(line.economic),
  );
  return others.some((line) => measureOf(line, input.measure) !== 0n) ? '财政拨款' : '一般公共预算';
}

function reasonParagraph(figures: Figures, name: string, measure: string): Paragraph[] {
  const reason = figures.reason(measure);
  return reason === undefined ? [] : [[{ text: `${name}增减变化的主要原因是${reason}。`, measure, reason }]];
}

function withoutSpaces(words: string): string {
  return words.replace(/(?<=\d) (?=\p{Script=Han})|(?<=\p{Script=Han}) (?=\d)/gu, '');
}

function unplacedReasons(input: ReportInput, sections: readonly Section[]): Explanation['unplacedReasons'] {
  const sentences = sections.flatMap(({ paragraphs }) => paragraphs.flat());
  const placed = new Set(
    sentences.flatMap(({ measure, reason }) =>
      reason === undefined || measure === null ? [] : [measure, withoutCarryOver(measure)],
    ),
  );
  return [...reasonsOf(input)]
    .filter(([measure]) => !placed.has(measure))
    .map(([measure, reason]) => ({ measure, reason }));
}
