import { isPool, sectionsOf, type Staffing } from '#domain';

import { listed, type Paragraph, plain, type Section } from './narrative';
import { type ReportInput, type ReportUnit, wordsOf } from './report-input';

const NOT_RECORDED = '未录入。';

/** 第一部分 概况: what the budget's owner does, of which units it consists, and its staff. */
export function overview(input: ReportInput): Section[] {
  const duties = recorded(input, 'duties');
  return [
    {
      heading: `一、${wordsOf(input).body}主要职责`,
      depth: 1,
      paragraphs: duties.length === 0 ? [plain(NOT_RECORDED)] : duties,
    },
    {
      heading: '二、机构设置及人员情况',
      depth: 1,
      paragraphs: [members(input), ...recorded(input, 'organization'), ...staffParagraphs(input.organization)],
    },
  ];
}

/** Each unit's own paragraphs; where the budget is of several units, under the unit's name, for they are not true of the others. */
function recorded({ units }: ReportInput, kind: 'duties' | 'organization'): Paragraph[] {
  const told = units
    .map(({ unit, texts }) => ({ unit, paragraphs: sectionsOf(texts, kind).flatMap(({ paragraphs }) => paragraphs) }))
    .filter(({ paragraphs }) => paragraphs.length > 0);
  const several = units.filter(({ unit }) => !isPool(unit.code)).length > 1;
  return told.flatMap(({ unit, paragraphs }) => [
    ...(several ? [plain(`${unit.name}：`)] : []),
    ...paragraphs.map(plain),
  ]);
}

/** 2024 年上饶市妇女联合会共有预算单位 1 个，包括：上饶市妇女联合会本级。 */
function members({ subject, fiscalYear, organization: units }: ReportInput): Paragraph {
  switch (subject.level) {
    case 'unit':
      return plain(`${subject.name}是${units[0]?.departmentName ?? ''}所属预算单位。`);
    case 'department': {
      // The unit that bears the department's name is the department's own.
      const names = units.map(({ name }) => (name === subject.name ? `${name}本级` : name));
      return plain(`${fiscalYear} 年${subject.name}共有预算单位 ${units.length} 个，包括：${listed(names)}。`);
    }
    case 'division': {
      const names = [...new Map(units.map(({ department, departmentName }) => [department, departmentName])).values()];
      const count = `共有预算部门 ${names.length} 个、预算单位 ${units.length} 个`;
      return plain(`${fiscalYear} 年${subject.name}${count}，预算部门包括：${listed(names)}。`);
    }
  }
}

/** A unit without recorded staff is named, since its staff is unknown and not none. */
function staffParagraphs(units: readonly ReportUnit[]): Paragraph[] {
  const staffed = units.flatMap(({ staffing }) => (staffing === undefined ? [] : [staffing]));
  const missing = units.filter(({ staffing }) => staffing === undefined).map(({ name }) => name);
  return [
    ...(staffed.length === 0 ? [] : [plain(staffSentences(staffed))]),
    ...(missing.length === 0 ? [] : [plain(`${listed(missing)}的编制和实有人数未登记。`)]),
  ];
}

function staffSentences(staffed: readonly Staffing[]): string {
  const sum = (of: (staffing: Staffing) => number): number => staffed.reduce((total, one) => total + of(one), 0);
  const establishment = [
    `编制人数小计 ${sum((one) => one.establishment.total)} 人，其中：`,
    `行政编制人数 ${sum((one) => one.establishment.administrative)} 人，`,
    `全部补助事业编制人数 ${sum((one) => one.establishment.publicInstitution)} 人。`,
  ];
  const actual = [
    `实有人数 ${sum((one) => one.actual.total)} 人，其中：`,
    `在职人数 ${sum((one) => one.actual.serving)} 人，`,
    `行政在职人数 ${sum((one) => one.actual.administrativeServing)} 人，`,
    `全部补助事业在职人数 ${sum((one) => one.actual.publicInstitutionServing)} 人。`,
    `退休人数 ${sum((one) => one.actual.retired)} 人。`,
  ];
  return [...establishment, ...actual].join('');
}
