import type { Field, FieldKind } from './form';
import { CATEGORIES, PROCUREMENTS, SOURCES } from '../../../parts/terms';

interface LineFieldsAsked {
  unit: Extract<FieldKind, 'unit' | 'unit-or-pool' | 'pool' | 'unit-free'>;
  amount: Extract<FieldKind, 'amount' | 'stated'>;
  origin: 'none' | 'possible' | 'needed';
}

/** The fields of a budget line; commands differ in whose money it is, whether it may be of an earlier year, and whether it may be zero. */
export function lineFields({ unit, amount, origin }: LineFieldsAsked): Field[] {
  const fields: Field[] = [
    { name: 'unit', label: { zh: '单位', en: 'Unit' }, kind: unit, isNeeded: true },
    { name: 'source', label: { zh: '资金来源', en: 'Source' }, kind: 'choice', options: SOURCES, isNeeded: true },
    { name: 'function', label: { zh: '功能科目', en: 'Function' }, kind: 'function', isNeeded: true },
    { name: 'economic', label: { zh: '经济科目', en: 'Economic' }, kind: 'economic', isNeeded: true },
    {
      name: 'category',
      label: { zh: '支出类别', en: 'Category' },
      kind: 'choice',
      options: CATEGORIES,
      isNeeded: true,
    },
    {
      name: 'project',
      label: { zh: '项目', en: 'Project' },
      kind: 'project',
      isNeeded: true,
      when: ({ category }) => category === 'project',
    },
    { name: 'procurement', label: { zh: '政府采购', en: 'Procured' }, kind: 'choice', options: PROCUREMENTS },
  ];
  if (origin !== 'none') {
    const label = { zh: '来源年度', en: 'Origin year' };
    fields.push({ name: 'originYear', label, kind: 'year', isNeeded: origin === 'needed' });
  }
  fields.push({ name: 'amountYuan', label: { zh: '金额（元）', en: 'Amount (yuan)' }, kind: amount, isNeeded: true });
  return fields;
}
