import { ADJUSTMENT_FORMS } from './adjustment';
import { BUDGET_FORMS } from './budget';
import { EXECUTION_FORMS } from './execution';
import type { Family, Form } from './form';
import { TOLD_FORMS } from './told';
import { UNIT_FORMS } from './unit';
import { YEAR_FORMS } from './year';

export const FORMS: readonly Form[] = [
  ...BUDGET_FORMS,
  ...ADJUSTMENT_FORMS,
  ...EXECUTION_FORMS,
  ...UNIT_FORMS,
  ...TOLD_FORMS,
  ...YEAR_FORMS,
];

export const FAMILIES: readonly Family[] = ['budget', 'execution', 'setting', 'year'];

export function formNamed(name: string): Form | undefined {
  return FORMS.find((form) => form.name === name);
}
