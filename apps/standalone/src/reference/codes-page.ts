import {
  ADJUSTMENT_NAMES,
  CARRY_OVER_NAMES,
  CATEGORY_NAMES,
  CEILING_SCOPE_NAMES,
  CHART_NAMES,
  COLUMN_NAMES,
  GROUPING_NAMES,
  IDENTIFICATION_NAMES,
  MEASURE_NAMES,
  PROCUREMENT_NAMES,
  REFUSAL_RULES,
  SECTION_NAMES,
  SOURCE_NAMES,
} from '#domain';
import { IMPORT_STATE_NAMES, RECEIPT_NAMES } from '#imports';
import { PROBLEMS } from '#platform';
import { TRANSIT_DIRECTION_NAMES } from '#read-model';
import { COMPARED_NAMES, REPORT_LEVEL_NAMES, REPORT_MEASURE_NAMES } from '#report';
import {
  ACCESS_OUTCOME_NAMES,
  ACCESS_WAY_NAMES,
  COMMAND_WORDS,
  EVENT_WORDS,
  OMITTED_NAMES,
  OUTCOME_NAMES,
} from '#wire';

import { TRANSIT_STATE_NAMES } from '../../../query/src/department-year/department-year-request';
import { FILLING_PHASE_NAMES, VERSION_STATE_NAMES } from '../../../query/src/projections/projections-answer';
import { FORMAT_NAMES } from '../../../query/src/http/format';
import { LINE_ORDER_NAMES } from '../../../query/src/lines/lines-request';
import { ROLE_NAMES } from '../../../query/src/me/me-answer';
import { SORT_NAMES } from '../../../query/src/parts/parts-request';
import { MATCH_NAMES } from '../../../query/src/search/search-answer';
import { SEARCH_KIND_NAMES } from '../../../query/src/search/search-request';
import { TRAIL_OUTCOME_NAMES } from '../../../query/src/streams/trail-filter-request';
import { ALIGNMENT_NAMES } from '../../../query/src/tables/table-answer';
import { EXACT_NAMES } from '../../../query/src/tables/table-request';
import { END_WORDS } from '../../../query/src/subscriptions/event-stream';
import { code, tableOf } from './markdown';

type Names = Readonly<Record<string, string>>;
type Words = Readonly<Record<string, { zh: string; en: string }>>;

/** Every enumeration by its heading, with the names that the product itself uses. */
const ENUMERATIONS: readonly [heading: string, where: string, names: Names][] = [
  ['资金来源 Sources', '`source` of lines and ceilings', SOURCE_NAMES],
  ['支出类别 Categories', '`category` of lines; personnel and operating together are 基本支出', CATEGORY_NAMES],
  ['政府采购 Procurement', '`procurement` of lines; absent where nothing is procured', PROCUREMENT_NAMES],
  ['结转的种类 Kinds of carry-overs', '`kind` of `CarryOverBalance`', CARRY_OVER_NAMES],
  ['调整的种类 Kinds of adjustments', '`kind` of `AdjustBudget`', ADJUSTMENT_NAMES],
  ['控制范围 Scopes of ceilings', '`scope.kind` of `SetCeiling`', CEILING_SCOPE_NAMES],
  ['公开文本的部分 Sections of a publication', '`section` of `SetPublicationText`', SECTION_NAMES],
  ['金额各栏 Columns of amounts', '`column` of postings; lines name them with `Yuan` behind', COLUMN_NAMES],
  ['指标 Measures', '`measure` of the comparison by a dimension', MEASURE_NAMES],
  ['报表的口径 Measures of reports', '`measure` of tables, explanation and publication', REPORT_MEASURE_NAMES],
  ['比较的维度 Dimensions', '`by` of the comparison', GROUPING_NAMES],
  ['比较的行 Rows of a comparison', '`of` of the rows of a comparison by a dimension', COMPARED_NAMES],
  ['报表的层级 Levels of reports', '`level` of a table', REPORT_LEVEL_NAMES],
  ['部门间调剂的状态 Transfer states', '`status` of a transfer; `open` in a question alone', TRANSIT_STATE_NAMES],
  ['部门间调剂的方向 Transfer directions', '`direction` of a transfer in a department’s list', TRANSIT_DIRECTION_NAMES],
  ['试算的结果 Outcomes of a dry run', '`outcome`', OUTCOME_NAMES],
  ['导入的状态 States of an import', '`state` of `/v1/imports/{id}`', IMPORT_STATE_NAMES],
  ['导入中命令的结果 Outcomes of the commands of an import', '`receipts[].outcome`', RECEIPT_NAMES],
  ['答复的格式 Formats', '`format` of a question', FORMAT_NAMES],
  ['合计清单的排列 Orders of lists with totals', '`sort` of departments and units of a year', SORT_NAMES],
  ['预算线的排列 Orders of lines', '`sort` of the lines of a year', LINE_ORDER_NAMES],
  ['审计轨迹的结果 Outcomes in a trail', '`outcome` that is looked for in an audit trail', TRAIL_OUTCOME_NAMES],
  ['查找的种类 Kinds of what is found', '`kind` of the search', SEARCH_KIND_NAMES],
  ['相符的程度 How a hit fits', '`match` of a hit, the best first', MATCH_NAMES],
  ['角色 Roles', '`role` of a grant', ROLE_NAMES],
  ['确切金额 Exact amounts', '`exact` of a table', EXACT_NAMES],
  ['列的对齐 Alignments', '`alignments` of a table', ALIGNMENT_NAMES],
  ['记录中省略的内容 What a record leaves out', '`omitted` of a record of `budget.tables`', OMITTED_NAMES],
  [
    '报表数据版本的状态 States of a version of the tables',
    '`state` of a version of the read model',
    VERSION_STATE_NAMES,
  ],
  ['建立的阶段 Phases of filling', '`phase` of its progress', FILLING_PHASE_NAMES],
  ['身份的核实方式 Ways of identification', '`authority.by` of an event', IDENTIFICATION_NAMES],
  ['访问的结果 Outcomes of access', '`outcome` of a record of `budget.access`', ACCESS_OUTCOME_NAMES],
  ['访问的途径 Ways of access', '`way` of a record of `budget.access`', ACCESS_WAY_NAMES],
  ['科目表 Code lists', '`kind` of a row of a file that `CHARTS` names', CHART_NAMES],
  ['命令 Commands', '`type` of a command; see [commands.md](commands.md)', namesOf(COMMAND_WORDS)],
  ['记录 Events', '`type` of an event; see [events.md](events.md)', namesOf(EVENT_WORDS)],
];

/** Why a subscription ends; who is not let in is told by the problem that it met. */
const COME_AGAIN: Words = {
  ...END_WORDS,
  overloaded: PROBLEMS.overloaded,
  'position-not-reached': PROBLEMS['position-not-reached'],
};

const INTRODUCTION = `# 代码 Codes

Every value of every enumeration, every refusal and every problem, with its Chinese name. Made from the code by \`npm run describe\`; a test holds this page to it and to every schema.`;

/** docs/codes.md */
export function codesPage(): string {
  return [
    INTRODUCTION,
    ...ENUMERATIONS.flatMap(([heading, where, names]) => [
      `## ${heading}`,
      where,
      tableOf(
        ['值 value', '名称 name'],
        Object.entries(names).map(([value, name]) => [code(value), name]),
      ),
    ]),
    '## 订阅中断的原因 Why a subscription ends',
    '`reason` of the message `come-again`',
    tableOf(['值 value', '中文', 'English'], wordRows(COME_AGAIN)),
    '## 拒绝 Refusals',
    'A command that a rule forbids is answered 422 with one of these, and the refusal is recorded. A code, once given, keeps its meaning.',
    tableOf(
      ['代码 code', '中文', 'English', '依据 legal source'],
      Object.entries(REFUSAL_RULES).map(([value, { title, legalSource }]) => [
        code(value),
        title.zh,
        title.en,
        legalSource,
      ]),
    ),
    '## 问题 Problems',
    'What else a request can be answered (RFC 9457); none of these is recorded. Where an answer says more than this, it stands in its `detail`.',
    tableOf(
      ['代码 code', 'HTTP', '中文', 'English'],
      Object.entries(PROBLEMS).map(([value, { status, zh, en }]) => [code(value), String(status), zh, en]),
    ),
    '',
  ].join('\n\n');
}

function namesOf(words: Readonly<Record<string, { name: string }>>): Names {
  return Object.fromEntries(Object.entries(words).map(([value, { name }]) => [value, name]));
}

function wordRows(words: Words): string[][] {
  return Object.entries(words).map(([value, { zh, en }]) => [code(value), zh, en]);
}
