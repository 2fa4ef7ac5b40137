import type { AmountColumn, Layout, MembersLayout } from '../layout';
import { heads, numbering } from '../layout-parts';
import { any, appropriation, economicItem } from '../line-filter';
import { THREE_PUBLIC_ITEMS } from '../three-public';

/** Table 7: a row for each unit or department. */

const THREE_PUBLIC_SUMS: readonly AmountColumn[] = THREE_PUBLIC_ITEMS.map(({ economic }) => ({
  key: economic,
  takes: economicItem(economic),
}));
const THREE_PUBLIC_COLUMNS: Layout['columns'] = ({ body }) => [
  `${body}编码`,
  `${body}名称`,
  '合计',
  ...THREE_PUBLIC_ITEMS.map(({ column }) => column),
];
export const THREE_PUBLIC: MembersLayout = {
  kind: 'members',
  title: () => '财政拨款“三公”经费支出表',
  columns: THREE_PUBLIC_COLUMNS,
  header: (_, words) => [heads(THREE_PUBLIC_COLUMNS(words)), numbering(1 + THREE_PUBLIC_SUMS.length)],
  notes: () => [],
  landscape: false,
  scope: appropriation,
  sums: [{ key: 'total', takes: any(...THREE_PUBLIC_SUMS.map(({ takes }) => takes)) }, ...THREE_PUBLIC_SUMS],
};
