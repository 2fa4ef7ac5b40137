interface FieldWords {
  /** What people call the field. */
  name: string;
  /** What is to be said besides in Chinese. */
  zh?: string;
  en: string;
}

/**
 * What the fields of commands and events are called and mean, by their names: errors name them so, and the descriptions explain them so. A
 * field that means something of its own in one place says so in its schema.
 */
export const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
  type: { name: '种类', en: 'The type' },
  kind: { name: '种类', en: 'The kind' },
  data: { name: '内容', en: 'What the event says' },
  commandId: {
    name: '命令编号',
    zh: '在本部门内唯一；重发得到第一次的答复；1 至 128 个可见 ASCII 字符，不以 transit: 开头',
    en: 'Unique within the department; a repeat gets the first answer; 1 to 128 printable ASCII characters, not beginning with transit:',
  },
  division: { name: '行政区划', zh: '六位数字', en: 'The administrative division, six digits' },
  department: { name: '部门', zh: '三位数字', en: 'The department, three digits' },
  toDepartment: { name: '调入部门', zh: '三位数字', en: 'The department that gets the money, three digits' },
  fromDepartment: { name: '调出部门', zh: '三位数字', en: 'The department that the money comes from, three digits' },
  documentNumber: { name: '文号', zh: '准许这笔变动的文件', en: 'The number of the document that allows the change' },
  effectiveDate: {
    name: '生效日期',
    zh: '1900 年至 2199 年的真实日期',
    en: 'The day from which on it counts, a real day from 1900 to 2199',
  },
  reason: { name: '理由', en: 'Why' },
  attachmentSha256: {
    name: '附件摘要',
    zh: '扫描件的 SHA-256，小写十六进制',
    en: 'SHA-256 of the scanned document, 64 lowercase hex digits',
  },
  authority: {
    name: '依据的身份与权限',
    zh: '操作人是怎样核实的，权限依据哪份文件；早期的事件没有',
    en: 'How it was known who asked, and which file of rights allowed it; earlier events do not tell',
  },
  by: { name: '核实方式', en: 'By what it was known who asked' },
  key: { name: '密钥', en: 'The name of the key that signed' },
  issuer: { name: '签发方', en: 'The issuer of the access token' },
  subject: { name: '主体', en: 'Whom the access token is about' },
  onBehalfOf: { name: '代表', en: 'For whom the actor acted' },
  certificateSha256: { name: '证书摘要', en: 'SHA-256 of the certificate' },
  rightsSha256: { name: '权限文件摘要', en: 'SHA-256 of the file of rights' },
  confirmFiscalYear: {
    name: '确认年度无误',
    zh: '年度晚于今后两年时须填 true',
    en: 'Says that a year more than two years ahead is meant',
  },
  expectedRevision: {
    name: '预期版本',
    zh: '账本不在这一版时答复 412，不作记录',
    en: 'Answered 412 without a record when the stream stands elsewhere; 0 is a stream without an event',
  },
  dryRun: {
    name: '试算',
    zh: '只作决定，不作记录',
    en: 'Only tells what would be decided; nothing is written',
  },
  fiscalYear: { name: '预算年度', en: 'The fiscal year' },
  lines: { name: '明细', en: 'The budget lines, each with its amount' },
  from: { name: '调出明细', en: 'The lines that the money leaves' },
  to: { name: '调入明细', en: 'The lines that the money goes to' },
  unit: { name: '单位', zh: '单位编码', en: "The unit's code" },
  source: { name: '资金来源', en: 'Where the money comes from' },
  function: { name: '功能科目', zh: '支出功能分类，七位（项）', en: 'Functional code, the seven digits of a 项' },
  economic: {
    name: '经济科目',
    zh: '部门预算支出经济分类，三位（类）或五位（款）',
    en: 'Economic code, three digits (类) or five (款)',
  },
  category: { name: '支出类别', en: 'The category of expenditure' },
  project: {
    name: '项目',
    zh: '仅项目支出填写，且必须填写',
    en: 'The project, given exactly where the category is project',
  },
  procurement: { name: '政府采购', zh: '不采购的不填', en: 'What is procured; absent where nothing is' },
  originYear: {
    name: '来源年度',
    zh: '结转资金原属的年度；当年资金不填',
    en: "The year whose money a carried-over line holds; absent on the year's own money",
  },
  amountYuan: { name: '金额', zh: '以元计的十进制文本', en: 'Yuan, as a decimal string' },
  deltaYuan: {
    name: '变动额',
    zh: '以元计，减少的带负号',
    en: 'Yuan, with a minus where the posting takes from the column',
  },
  limitYuan: { name: '控制数', zh: '以元计；null 为取消', en: 'Yuan; null lifts the ceiling' },
  scope: { name: '控制范围', en: 'The lines that are counted together' },
  opening: {
    name: '期初',
    zh: 'true 为文件列明的期初结转，不填或 false 为由上年明细转入的年终结转',
    en: "true is an opening balance that the document states; false or absent is carried over from the year before's lines",
  },
  freezeRevision: { name: '冻结版本', zh: '冻结记录的版本号', en: 'The revision of the event that froze the funds' },
  final: {
    name: '末次支付',
    zh: '冻结的余额随之解冻；须与 freezeRevision 同时填写',
    en: 'The last payment of its freeze: the rest is released. Goes with freezeRevision',
  },
  beyondFreeze: {
    name: '允许超出冻结',
    zh: '超出冻结的部分从可用余额支付，不填则拒绝；须与 freezeRevision 同时填写',
    en: 'What the freeze does not hold is taken out of what is available; without it such a payment is refused. Goes with freezeRevision',
  },
  released: {
    name: '动用冻结',
    zh: '支付从冻结中取走的，末次支付时还有随之解冻的',
    en: 'What the payment took out of its freeze, and with a final one what the freeze gave up besides',
  },
  reversedRevision: { name: '被红冲的版本', en: 'The revision of the event that is reversed' },
  reversedEventId: { name: '被红冲的记录', en: 'The id of the event that is reversed' },
  reversedType: { name: '被红冲记录的类型', en: 'The type of the event that is reversed' },
  postings: { name: '分录', zh: '原记录各分录反号', en: 'The postings of the reversed event with their signs turned' },
  column: { name: '栏', en: 'The column that is posted to' },
  name: { name: '名称', en: 'The name' },
  departmentName: { name: '部门名称', en: 'The name of the department' },
  staffing: { name: '编制', zh: '编制与实有人数', en: 'Establishment and actual persons' },
  establishment: { name: '编制人数', en: 'The establishment' },
  actual: { name: '实有人数', en: 'The actual persons' },
  total: { name: '合计', en: 'In total' },
  administrative: { name: '行政编制', en: 'Administrative posts' },
  publicInstitution: { name: '事业编制', en: 'Posts of public institutions' },
  serving: { name: '在职人数', en: 'Serving persons' },
  administrativeServing: { name: '行政在职', en: 'Serving in administrative posts' },
  publicInstitutionServing: { name: '事业在职', en: 'Serving in posts of public institutions' },
  retired: { name: '退休人数', en: 'Retired persons' },
  newSpelling: {
    name: '确认改用新的写法',
    en: 'The names are to be spelled anew, though they look like known ones',
  },
  declaredFunds: {
    name: '申报资金',
    zh: '绩效表自己列明的金额，可与账本不同',
    en: 'The amounts that the table declares; they are its own and may differ from the ledger',
  },
  totalYuan: { name: '资金总额', en: 'In total, yuan' },
  fiscalAppropriationYuan: { name: '财政拨款', en: 'Of it fiscal appropriation, yuan' },
  otherFundsYuan: { name: '其他资金', en: 'Of it other funds, yuan' },
  carriedOverYuan: { name: '上年结转', en: 'Of it carried over, yuan' },
  basicYuan: { name: '基本支出', en: 'Of it basic expenditure, yuan' },
  projectYuan: { name: '项目支出', en: 'Of it project expenditure, yuan' },
  tasks: { name: '主要任务', en: 'The main tasks' },
  content: { name: '主要内容', en: 'What the task is' },
  goals: { name: '总体目标', en: 'The goals' },
  indicators: { name: '绩效指标', en: 'The indicators' },
  level1: { name: '一级指标', en: 'First level of the indicator' },
  level2: { name: '二级指标', en: 'Second level' },
  level3: { name: '三级指标', en: 'Third level' },
  value: { name: '指标值', en: 'The value that is aimed at' },
  remark: { name: '备注', en: 'A remark' },
  sections: {
    name: '公开文本',
    zh: '每种一段，项目和增减变化原因按项目、指标各一段',
    en: 'The sections that are set; the others stay as they are',
  },
  section: { name: '部分', en: 'Which section it is' },
  paragraphs: { name: '段落', en: 'The paragraphs; none withdraws what stood there' },
  countedOn: { name: '统计日期', en: 'The day of the count' },
  vehicles: { name: '车辆', en: 'The vehicles' },
  byKind: { name: '分类', en: 'By kind' },
  count: { name: '数量', en: 'How many' },
  purchases: { name: '购置', zh: '当年预算安排的', en: "What the year's budget buys" },
  largeEquipment: { name: '大型设备', en: 'How many pieces of large equipment are bought' },
  largeEquipmentFromYuan: { name: '大型设备单位价值', en: 'What costs at least this apiece is large equipment, yuan' },
  title: { name: '标题', en: 'The heading' },
  overview: { name: '项目概述', en: 'What the project is' },
  basis: { name: '立项依据', en: 'What the project rests on' },
  executor: { name: '实施主体', en: 'Who carries it out' },
  plan: { name: '实施方案', en: 'How it is carried out' },
  period: { name: '实施周期', en: 'When it is carried out' },
  measure: { name: '指标', zh: '比较表的一项，如基本支出', en: 'A measure of the comparison, such as 基本支出' },
  groups: { name: '分组', en: 'Groups of terms' },
  terms: { name: '名词', en: 'Terms' },
  term: { name: '名词', en: 'The term' },
  explanation: { name: '解释', en: 'What it means' },
  commands: {
    name: '命令',
    zh: '每项不再填写上面共有的字段',
    en: 'The commands, each without the fields that the whole has',
  },
  events: { name: '记录', zh: '按命令的次序', en: 'The events, in the order of the commands' },
  chartHash: { name: '科目表摘要', en: 'Identifies the code lists that the decision was made with' },
  late: {
    name: '后补结转',
    zh: '年初批复文件没有的上年结转',
    en: 'The carried-over money among it is such as the approving document does not hold',
  },
  transitId: { name: '调剂编号', zh: '发出这笔调剂的记录编号', en: 'The id of the event that sent the transfer' },
  receivedEventId: { name: '到达记录', en: 'The id of the event by which it arrived' },
  refusedEventId: { name: '拒绝记录', en: 'The id of the event by which the other department refused it' },
  refusalCode: { name: '拒绝代码', en: 'The code of that refusal' },
  notCarriedOver: {
    name: '未结转余额',
    zh: '没有余额的不填',
    en: 'What was left in the year; absent where nothing was',
  },
  units: { name: '单位数', zh: '待下达也算一个', en: 'How many units; the pool counts as one more' },
  leftYuan: { name: '剩余', en: 'What is left and available, yuan' },
  frozenYuan: { name: '冻结', en: 'What freezes hold besides, yuan' },
  refusal: { name: '拒绝', en: 'The rule that forbids it' },
  code: { name: '代码', en: 'The stable code' },
  legalSource: { name: '依据', en: 'Where the rule comes from' },
  figures: {
    name: '数据',
    zh: '违反规则的每一处',
    en: 'Every place that breaks the rule, with what was asked and what was available',
  },
  field: { name: '字段', en: 'Where in the command it stands, such as lines[2].economic' },
  command: {
    name: '命令',
    zh: '照原样保存，不含命令编号和预期版本',
    en: 'The command as it was asked, without its id and expected revision',
  },
};

/** Fields that mean something of their own where commands and events have them alike. */
export const COUNTED_UNIT = {
  description: '单位：不填为全部门。 The unit; without it all of the department is counted',
};
export const COUNTED_PROJECT = { description: '项目：其全部明细合计。 The project whose lines are counted' };
export const UNIT_OR_POOL = {
  description:
    '单位：六位数字；三位的是本部门，即待下达。 The unit, six digits; three are the department itself, its pool',
};
export const POOL = { description: '待下达：本部门的三位数字。 The pool: the three digits of the department' };
export const SECTION_PROJECT = { description: '项目：与明细所写一致。 The project, as the lines name it' };
export const TASK_NAME = { description: '任务名称。 The name of the task' };
export const VEHICLE_KIND = { description: '车辆种类。 The kind of vehicle' };
export const VEHICLES_BOUGHT = { description: '购置车辆。 How many vehicles are bought' };
export const CHANGE_REASON = {
  description: '变化原因：空文本为撤回。 Why it changed; an empty text withdraws what stood there',
};
export const LINES_LEFT = { description: '明细数。 How many lines' };

/** `中文名：说明。 English` */
export function wordsOfField(name: string): string | undefined {
  const words = Object.hasOwn(FIELD_WORDS, name) ? FIELD_WORDS[name] : undefined;
  if (words === undefined) return undefined;
  return `${words.name}${words.zh === undefined ? '' : `：${words.zh}`}。 ${words.en}`;
}
