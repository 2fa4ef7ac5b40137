/** The columns of a file of facts, with what people call them. The first name is the one that the documentation uses. */
const COLUMNS = {
  division: ['行政区划', '区划', '行政区划代码'],
  unit: ['单位编码', '单位代码', '单位'],
  fiscalYear: ['预算年度', '年度'],
  command: ['命令', '业务', '业务类型', '指标类型'],
  documentNumber: ['文号', '发文文号', '依据文号'],
  effectiveDate: ['生效日期', '日期'],
  originYear: ['来源年度', '结转年度', '资金年度'],
  source: ['资金来源', '资金性质'],
  function: ['功能科目', '功能科目编码', '支出功能分类', '功能分类科目编码'],
  economic: ['经济科目', '经济科目编码', '部门经济分类', '支出经济分类', '经济分类科目编码'],
  category: ['支出类别', '支出类型'],
  project: ['项目', '项目名称'],
  procurement: ['政府采购', '采购类型'],
  amount: ['金额', '金额(元)', '预算金额', '预算金额(元)'],
  amountWan: ['金额(万元)', '预算金额(万元)', '万元'],
  side: ['方向', '调入调出'],
  freezeRevision: ['冻结版本', '冻结记录'],
  final: ['末次支付', '最后一笔'],
  beyondFreeze: ['超出冻结'],
  otherDepartment: ['对方部门', '对方部门编码'],
  scope: ['控制范围', '控制数范围'],
  item: ['绩效内容', '绩效项目'],
  taskName: ['任务名称'],
  content: ['目标或任务内容', '绩效文字'],
  level1: ['一级指标'],
  level2: ['二级指标'],
  level3: ['三级指标'],
  value: ['指标值'],
  remark: ['指标备注'],
  name: ['单位名称'],
  departmentName: ['部门名称'],
  establishment: ['编制总数', '编制人数'],
  establishmentAdministrative: ['行政编制'],
  establishmentPublicInstitution: ['事业编制'],
  actual: ['实有人数', '实有总数'],
  serving: ['在职人数'],
  administrativeServing: ['行政在职'],
  publicInstitutionServing: ['事业在职'],
  retired: ['退休人数', '离退休人数'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type Column = keyof typeof COLUMNS;

const BY_NAME = new Map<string, Column>(
  Object.entries(COLUMNS).flatMap(([column, names]) =>
    [column, ...names].map((name): [string, Column] => [plain(name), column as Column]),
  ),
);

/** A head as this program names it; one that it does not know stays what it is, and is not read. */
export function columnOf(head: string): string {
  return BY_NAME.get(plain(head)) ?? head;
}

export function isColumn(name: string): name is Column {
  return Object.hasOwn(COLUMNS, name);
}

/** `单位编码 unit` */
export function columnName(column: Column): string {
  return `${COLUMNS[column][0]} ${column}`;
}

/** As the head of a template names a column; of amounts, with the unit. */
export function headOf(column: Column): string {
  return HEADS[column] ?? COLUMNS[column][0];
}

const HEADS: Partial<Record<Column, string>> = {
  command: '业务',
  amount: '金额（元）',
  amountWan: '金额（万元）',
  fiscalYear: '年度',
  project: '项目名称',
};

/** Widths, spaces and capitals tell no columns apart. */
function plain(head: string): string {
  return head.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
