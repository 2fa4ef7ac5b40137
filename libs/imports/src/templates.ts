import { type CsvTable, csvOf } from '#report';

import { type Column, headOf } from './facts-columns';
import { type FactKind, wordOf } from './facts-kinds';

/** What people fill in most, each with the columns that it takes and rows that show how. */
export interface Template {
  /** What it is called in both languages. */
  name: { zh: string; en: string };
  columns: readonly Column[];
  /** Cells of the example rows, by column; what every row has is added. */
  rows: readonly Partial<Record<Column, string>>[];
}

const LINE: readonly Column[] = ['source', 'function', 'economic', 'category', 'project', 'amount'];
const OPERATING = {
  source: '一般公共预算',
  function: '2012901',
  economic: '30201',
  category: '公用经费',
} as const;
const PROJECT = { ...OPERATING, function: '2012902', category: '项目支出', project: '信息化（一期）' } as const;

export const TEMPLATES = {
  allocate: {
    name: { zh: '年初批复', en: 'Allocation' },
    columns: [...LINE, 'procurement'],
    rows: [
      { ...OPERATING, amount: '834,200.00' },
      { ...PROJECT, amount: '10,000,000.00', procurement: '服务' },
    ],
  },
  'carry-over': {
    name: { zh: '上年结转', en: 'Carry-over' },
    columns: ['originYear', ...LINE],
    rows: [{ ...PROJECT, originYear: '2023', amount: '120,000.00' }],
  },
  supplement: {
    name: { zh: '追加', en: 'Supplement' },
    columns: LINE,
    rows: [{ ...OPERATING, amount: '50,000.00' }],
  },
  cut: { name: { zh: '追减', en: 'Cut' }, columns: LINE, rows: [{ ...OPERATING, amount: '20,000.00' }] },
  transfer: {
    name: { zh: '调剂', en: 'Transfer' },
    columns: ['side', ...LINE],
    rows: [
      { ...PROJECT, side: '调出', amount: '1,000.00' },
      { ...PROJECT, economic: '30202', side: '调入', amount: '1,000.00' },
    ],
  },
  'hand-down': {
    name: { zh: '下达', en: 'Hand-down' },
    columns: LINE,
    rows: [
      { ...PROJECT, unit: '301', economic: '302', amount: '300,000.00' },
      { ...PROJECT, amount: '300,000.00' },
    ],
  },
  pay: {
    name: { zh: '支付', en: 'Payment' },
    columns: [...LINE, 'freezeRevision'],
    rows: [{ ...OPERATING, amount: '2,000.00' }],
  },
  register: {
    name: { zh: '单位登记', en: 'Registration' },
    columns: ['name', 'departmentName'],
    rows: [{ name: '样例单位（本级）', departmentName: '样例部门' }],
  },
  targets: {
    name: { zh: '绩效目标', en: 'Performance targets' },
    columns: ['project', 'item', 'amount', 'taskName', 'content', 'level1', 'level2', 'level3', 'value', 'remark'],
    rows: [
      { item: '资金总额', amount: '10,834,200.00' },
      { item: '任务', taskName: '任务 1', content: '做好信息化建设。' },
      { item: '目标', content: '办事更方便。' },
      { item: '指标', level1: '产出指标', level2: '数量指标', level3: '上线系统', value: '1 套' },
    ],
  },
} as const satisfies Partial<Record<FactKind, Template>>;

export type TemplateKind = keyof typeof TEMPLATES;
export const TEMPLATE_KINDS = Object.keys(TEMPLATES) as [TemplateKind, ...TemplateKind[]];

/** Of a registration, which is of no year. */
const WITHOUT_YEAR: readonly FactKind[] = ['register'];

/** The table of a template: heads as people call them, and example rows that can be read as they are. */
function templateTable(kind: TemplateKind, inWan = false): CsvTable {
  const { columns, rows }: Template = TEMPLATES[kind];
  const year: readonly Column[] = WITHOUT_YEAR.includes(kind) ? [] : ['fiscalYear'];
  const all: Column[] = ['division', 'unit', ...year, 'command', 'documentNumber', 'effectiveDate', ...columns];
  const document = { documentNumber: `样例〔2024〕${wordOf(kind).slice(-1)}1号`, effectiveDate: '2024-03-01' };
  const place = { division: '361100', unit: '301001', fiscalYear: '2024', command: wordOf(kind), ...document };
  return {
    columns: all.map((column) => headOf(column === 'amount' && inWan ? 'amountWan' : column)),
    rows: rows.map((row) => {
      const cells: Partial<Record<Column, string>> = { ...place, ...row };
      return all.map((column) => (column === 'amount' && inWan ? wanOf(cells.amount) : (cells[column] ?? '')));
    }),
  };
}

export function templateCsv(kind: TemplateKind, inWan = false): string {
  return csvOf(templateTable(kind, inWan));
}

/** `834,200.00` yuan are `83.42` 万元. */
function wanOf(amount: string | undefined): string {
  const [whole = '', fraction = ''] = (amount ?? '').replaceAll(',', '').split('.');
  if (whole === '') return '';
  const digits = whole.padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}${fraction}`.replace(/\.?0+$/, '');
}
