import { APPROPRIATION_ITEMS, OTHER_INCOME_ITEMS } from '../income-items';
import type { AmountColumn, StatementLayout } from '../layout';
import { head, heads, numbered, ofSource, TOTAL } from '../layout-parts';
import { all, appropriation, carriedOver, everything, nothing, ownYear, ownYearFrom } from '../line-filter';

/** Tables 1 and 4: income on the left and expenditure on the right. */

const INCOME: AmountColumn = { key: 'income', takes: everything };
const EXPENDITURE_COLUMN: AmountColumn = { key: 'expenditure', takes: everything };

export const REVENUE_AND_EXPENDITURE: StatementLayout = {
  kind: 'statement',
  title: () => '收支预算总表',
  columns: () => ['项目', '预算数', '项目', '预算数'],
  header: () => [
    [head('收入', 2), head('支出', 2)],
    [head('项目'), head('预算数'), head('项目'), head('预算数')],
  ],
  notes: () => [],
  landscape: false,
  scope: everything,
  leftSums: [INCOME],
  rightSums: [EXPENDITURE_COLUMN],
  blocks: [
    {
      left: [
        { key: 'appropriation', name: '一、财政拨款收入', takes: appropriation },
        ...numbered(APPROPRIATION_ITEMS, '（一）', '（二）', '（三）'),
        ...numbered(OTHER_INCOME_ITEMS, '二、', '三、', '四、', '五、', '六、', '七、'),
      ],
      right: ['each-class'],
    },
    {
      left: [
        {
          key: 'own-year-income',
          name: '本年收入合计',
          takes: all(ownYear, (line) => line.source !== 'non-fiscal-surplus'),
        },
        { key: 'non-fiscal-surplus', name: '八、使用非财政拨款结余', takes: ownYearFrom('non-fiscal-surplus') },
        { key: 'carried-over', name: '九、上年结转（结余）', takes: carriedOver },
        { key: 'income-total', name: '收入总计', takes: everything },
      ],
      right: [
        { key: 'own-year-expenditure', name: '本年支出合计', takes: everything },
        // A budget line is income and expenditure at once, so all that comes in is spent and none of it is left.
        { key: 'left-over', name: '年终结转结余', takes: nothing },
        'free',
        { key: 'expenditure-total', name: '支出总计', takes: everything },
      ],
    },
  ],
};

export const APPROPRIATION_STATEMENT: StatementLayout = {
  kind: 'statement',
  title: () => '财政拨款收支总表',
  columns: () => ['项目', '预算数', '项目', '合计', ...APPROPRIATION_ITEMS.map(({ column }) => column)],
  header: () => [
    [head('收入', 2), head('支出', 2 + APPROPRIATION_ITEMS.length)],
    heads(['项目', '预算数', '项目', '合计', ...APPROPRIATION_ITEMS.map(({ column }) => column)]),
  ],
  notes: () => [],
  landscape: false,
  scope: appropriation,
  leftSums: [INCOME],
  rightSums: [TOTAL, ...APPROPRIATION_ITEMS.map(({ source }) => ofSource(source))],
  blocks: [
    {
      left: [
        { key: 'own-year-income', name: '一、本年收入', takes: ownYear },
        ...numbered(APPROPRIATION_ITEMS, '（一）', '（二）', '（三）'),
        // The table's scope leaves carried-over money out, so this stays blank, as it does in the published budgets.
        { key: 'carried-over', name: '二、上年结转', takes: carriedOver },
      ],
      right: [
        { key: 'own-year-expenditure', name: '一、本年支出', takes: everything },
        'each-class',
        { key: 'left-over', name: '二、年终结转', takes: nothing },
      ],
    },
    {
      left: [{ key: 'income-total', name: '收入总计', takes: everything }],
      right: [{ key: 'expenditure-total', name: '支出总计', takes: everything }],
    },
  ],
};
