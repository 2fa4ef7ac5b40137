import type { Both } from '../forms/form';

/** The amounts of a line that a trial shows, as docs/codes.md calls them. */
export const COLUMN_NAMES: Readonly<Record<string, Both>> = {
  currentYuan: { zh: '当前预算', en: 'Current' },
  availableYuan: { zh: '可用', en: 'Available' },
  frozenYuan: { zh: '已冻结', en: 'Frozen' },
  paidYuan: { zh: '已支付', en: 'Paid' },
  refundedYuan: { zh: '已退回', en: 'Refunded' },
  carriedOutYuan: { zh: '已结转下年', en: 'Carried out' },
  reclaimedYuan: { zh: '已收回', en: 'Reclaimed' },
};
