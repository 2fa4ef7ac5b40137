import { type Explanation, explanation } from './explanation';
import { glossary } from './glossary';
import type { Section } from './narrative';
import { overview } from './overview';
import { type ReportInput, wordsOf } from './report-input';
import type { ReportLevel } from './report-level';
import type { Measure } from './report-measure';
import { type StatutoryTable, statutoryTable, tableNumbersOf } from './statutory-table';

/** The whole published budget in its four parts. */
export interface Publication {
  /** 上饶市妇女联合会 2024 年部门预算 */
  title: string;
  level: ReportLevel;
  unit: { code: string; name: string };
  year: number;
  measure: Measure;
  overview: { title: string; sections: Section[] };
  tables: { title: string; tables: StatutoryTable[] };
  explanation: Explanation;
  glossary: { title: string; sections: Section[] };
}

export function publication(current: ReportInput, prior: ReportInput | undefined): Publication {
  const { level, code, name } = current.subject;
  const { body } = wordsOf(current);
  const title = `${name} ${current.fiscalYear} 年${body}预算`;
  return {
    title,
    level,
    unit: { code, name },
    year: current.fiscalYear,
    measure: current.measure,
    overview: { title: `${name}概况`, sections: overview(current) },
    tables: {
      title: `${title}表`,
      tables: tableNumbersOf(current).map((number) => statutoryTable(number, current)),
    },
    explanation: explanation(current, prior),
    glossary: { title: '名词解释', sections: glossary(current) },
  };
}
