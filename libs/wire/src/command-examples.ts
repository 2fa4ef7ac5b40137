import {
  type CommandExample,
  YEAR,
  example,
  WORK,
  salaries,
  office,
  reception,
  project,
  pool,
  carried,
  at,
} from './example-parts';

const year = { fiscalYear: YEAR };

const units: CommandExample[] = [
  example('example-register', ['一个单位，带编制', 'a unit with its staffing'], {
    type: 'RegisterUnit',
    unit: '126001',
    name: '上饶市妇女联合会',
    departmentName: '上饶市妇女联合会',
    staffing: {
      establishment: { total: 20, administrative: 15, publicInstitution: 5 },
      actual: { total: 26, serving: 18, administrativeServing: 14, publicInstitutionServing: 4, retired: 8 },
    },
  }),
  example(
    'example-register-other',
    ['另一部门的单位，部门间调剂用到', 'a unit of another department, for the transfer to it'],
    { type: 'RegisterUnit', unit: '127001', name: '上饶市工商业联合会', departmentName: '上饶市工商业联合会' },
    { department: '127', document: '饶财预〔2024〕2号' },
  ),
];

const approved: CommandExample[] = [
  example('example-allocate', ['单位的明细与部门待下达', 'lines of a unit and of the pool'], {
    type: 'AllocateBudget',
    ...year,
    lines: [at(salaries, '834200.00'), at(office, '120000.00'), at(reception, '0.00'), at(pool, '300000.00')],
  }),
  example(
    'example-hand-down',
    ['从待下达到单位', 'from the pool to a unit'],
    { type: 'HandDownBudget', ...year, from: [at(pool, '250000.00')], to: [at(project, '250000.00')] },
    { on: '2024-01-15', document: '饶妇〔2024〕3号' },
  ),
  example('example-carry-over-opening', ['期初结转', 'an opening balance'], {
    type: 'CarryOverBalance',
    ...year,
    kind: 'carry-forward',
    opening: true,
    lines: [at(carried, '60000.00')],
  }),
];

const adjusted: CommandExample[] = [
  example(
    'example-supplement',
    ['追加', 'more'],
    { type: 'AdjustBudget', ...year, kind: 'supplement', lines: [at(project, '50000.00')] },
    { on: '2024-03-01', document: '饶财预〔2024〕18号' },
  ),
  example(
    'example-cut',
    ['追减', 'less'],
    { type: 'AdjustBudget', ...year, kind: 'cut', lines: [at(office, '10000.00')] },
    { on: '2024-03-15', document: '饶财预〔2024〕21号' },
  ),
  example(
    'example-transfer',
    ['调剂', 'from line to line'],
    {
      type: 'AdjustBudget',
      ...year,
      kind: 'transfer',
      from: [at(office, '20000.00')],
      to: [at({ ...office, economic: '30211' }, '20000.00')],
    },
    { on: '2024-04-01', document: '饶财预〔2024〕26号' },
  ),
];

const executed: CommandExample[] = [
  example(
    'example-freeze',
    ['冻结，此后以第 8 版称呼', 'known by its revision, 8, from then on'],
    { type: 'FreezeFunds', ...year, lines: [at(project, '80000.00')] },
    { on: '2024-04-10', document: '饶妇〔2024〕9号' },
  ),
  example(
    'example-release',
    ['部分解冻', 'a part of it'],
    { type: 'ReleaseFunds', ...year, freezeRevision: 8, lines: [at(project, '10000.00')] },
    { on: '2024-05-06', document: '饶妇〔2024〕11号' },
  ),
  example(
    'example-payment',
    ['从冻结中支付，余额随之解冻', 'out of a freeze, whose rest is released'],
    { type: 'RecordPayment', ...year, freezeRevision: 8, final: true, lines: [at(project, '65000.00')] },
    { on: '2024-06-03', document: '饶妇付〔2024〕31号' },
  ),
  example(
    'example-refund',
    ['退回一部分', 'a part of it came back'],
    { type: 'RecordRefund', ...year, lines: [at(project, '5000.00')] },
    { on: '2024-06-20', document: '饶妇付〔2024〕36号' },
  ),
  example(
    'example-reclaim',
    ['收回上年结转', 'carried-over money'],
    { type: 'ReclaimBalance', ...year, lines: [at(carried, '20000.00')] },
    { on: '2024-07-01', document: '饶财预〔2024〕55号' },
  ),
];

const controlled: CommandExample[] = [
  example('example-ceiling-three-public', ['单位的“三公”经费', 'the three-public costs of a unit'], {
    type: 'SetCeiling',
    ...year,
    scope: { kind: 'three-public', unit: '126001' },
    limitYuan: '30000.00',
  }),
  example('example-ceiling-project', ['一个项目', 'a project'], {
    type: 'SetCeiling',
    ...year,
    scope: { kind: 'project', project: WORK },
    limitYuan: '500000.00',
  }),
  example('example-ceiling-source', ['取消一项资金来源的控制数', 'the limit of a source is lifted'], {
    type: 'SetCeiling',
    ...year,
    scope: { kind: 'source', source: 'government-fund' },
    limitYuan: null,
  }),
];

const told: CommandExample[] = [
  example('example-targets', ['项目绩效目标', 'those of a project'], {
    type: 'SetPerformanceTargets',
    ...year,
    unit: '126001',
    project: WORK,
    declaredFunds: { totalYuan: '250000.00', fiscalAppropriationYuan: '250000.00' },
    tasks: [{ name: '维权服务', content: '开展妇女维权和家庭教育指导服务' }],
    goals: ['全年开展维权服务活动 12 场'],
    indicators: [
      { level1: '产出指标', level2: '数量指标', level3: '维权服务活动场次', value: '≥12场' },
      { level1: '满意度指标', level2: '服务对象满意度', level3: '参与妇女满意度', value: '≥95%', remark: '问卷' },
    ],
  }),
  example('example-text', ['各种段落各一', 'one section of each kind'], {
    type: 'SetPublicationText',
    ...year,
    unit: '126001',
    sections: [
      { section: 'duties', paragraphs: ['一、团结、动员妇女参与经济社会发展。', '二、维护妇女儿童合法权益。'] },
      { section: 'organization', paragraphs: ['内设办公室、权益部。'] },
      {
        section: 'state-assets',
        countedOn: '2023-12-31',
        vehicles: { total: 1, byKind: [{ kind: '机要通信用车', count: 1 }] },
        purchases: { vehicles: 0, largeEquipment: 0, largeEquipmentFromYuan: '2000000.00' },
      },
      {
        section: 'project',
        project: WORK,
        overview: '开展妇女维权、家庭教育等工作。',
        basis: '《中华人民共和国妇女权益保障法》',
        executor: '上饶市妇女联合会',
        plan: '按季度实施。',
        period: '2024 年',
      },
      { section: 'change-reason', measure: '基本支出', reason: '人员正常晋级晋档。' },
      {
        section: 'glossary',
        groups: [{ title: '支出科目', terms: [{ term: '行政运行', explanation: '反映行政单位的基本支出。' }] }],
      },
    ],
  }),
];

const together: CommandExample[] = [
  example(
    'example-combine',
    ['先追加，再冻结', 'more, and frozen at once'],
    {
      type: 'CombineCommands',
      commands: [
        {
          type: 'AdjustBudget',
          ...year,
          kind: 'supplement',
          lines: [at({ ...office, source: 'other-income' }, '30000.00')],
        },
        { type: 'FreezeFunds', ...year, lines: [at({ ...office, source: 'other-income' }, '30000.00')] },
      ],
    },
    { on: '2024-08-01', document: '饶财预〔2024〕61号' },
  ),
  example(
    'example-send',
    ['另一部门接受', 'which the other department takes'],
    {
      type: 'TransferToDepartment',
      ...year,
      toDepartment: '127',
      from: [at(office, '15000.00')],
      to: [at({ ...office, unit: '127001' }, '15000.00')],
    },
    { on: '2024-09-02', document: '饶财预〔2024〕70号' },
  ),
  example(
    'example-send-refused',
    ['对方单位尚未登记，退回', 'which comes back, since the other unit is not registered'],
    {
      type: 'TransferToDepartment',
      ...year,
      toDepartment: '128',
      from: [at(office, '8000.00')],
      to: [at({ ...office, unit: '128001' }, '8000.00')],
    },
    { on: '2024-09-03', document: '饶财预〔2024〕71号' },
  ),
  example(
    'example-reverse',
    ['冲销第 6 版的追减', 'of the cut, revision 6'],
    { type: 'ReverseEvent', reversedRevision: 6, reason: '文件已撤销' },
    { on: '2024-10-08', document: '饶财预〔2024〕80号' },
  ),
];

const yearEnd: CommandExample[] = [
  example(
    'example-carry-forward',
    ['年终结转，保持用途', 'at year end, for its purpose'],
    { type: 'CarryOverBalance', fiscalYear: 2025, kind: 'carry-forward', lines: [at(project, '100000.00')] },
    { on: '2025-01-01', document: '饶财预〔2025〕1号' },
  ),
  example(
    'example-surplus',
    ['连续两年未用完，结余另定用途', 'unused for two years: free, for another purpose'],
    {
      type: 'CarryOverBalance',
      fiscalYear: 2025,
      kind: 'surplus',
      lines: [at(carried, '40000.00')],
      to: [at({ ...office, originYear: 2023 }, '40000.00')],
    },
    { on: '2025-01-01', document: '饶财预〔2025〕2号' },
  ),
  example(
    'example-close',
    ['尚有未结转的余额，予以提示', 'which warns of what was not carried over'],
    { type: 'CloseYear', ...year },
    { on: '2024-12-31', document: '饶财预〔2025〕3号' },
  ),
  example(
    'example-reopen',
    ['说明理由', 'for a reason'],
    { type: 'ReopenYear', ...year, reason: '补记 12 月退回' },
    { on: '2025-01-20', document: '饶财预〔2025〕6号' },
  ),
];

/** Working examples of every command and of each of its kinds: posted in this order to an empty ledger, all of them are recorded. */
export const COMMAND_EXAMPLES: readonly CommandExample[] = [
  ...units,
  ...approved,
  ...adjusted,
  ...executed,
  ...controlled,
  ...told,
  ...together,
  ...yearEnd,
];
