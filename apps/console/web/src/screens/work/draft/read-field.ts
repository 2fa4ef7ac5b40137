import type { Both, Field } from '../forms/form';
import { readAmount } from './amount';

/** What a field says to the command, or why it cannot be taken; undefined where nothing was typed and nothing is needed. */
export type FieldRead = { value: unknown } | { fault: Both } | undefined;

const PATTERNS: Partial<Record<Field['kind'], [RegExp, string, string]>> = {
  unit: [/^\d{6}$/, '应为六位数字', 'must be six digits'],
  'unit-free': [/^\d{6}$/, '应为六位数字', 'must be six digits'],
  pool: [/^\d{3}$/, '应为部门的三位数字', "must be the department's three digits"],
  'unit-or-pool': [/^\d{3}(\d{3})?$/, '应为六位数字；待下达为三位', 'must be six digits, or three for the pool'],
  department: [/^\d{3}$/, '应为三位数字', 'must be three digits'],
  function: [/^\d{7}$/, '应为七位数字（项）', 'must be seven digits (项)'],
  economic: [/^\d{3}(\d{2})?$/, '应为三位（类）或五位（款）数字', 'must be three digits (类) or five (款)'],
  year: [/^20\d\d$|^2100$/, '应为年度，如 2024', 'must be a year such as 2024'],
  whole: [/^\d{1,9}$/, '应为整数', 'must be a whole number'],
  freeze: [/^\d{1,9}$/, '应为冻结的版本号', 'must be the revision of a freeze'],
  date: [/^(?:19|20|21)\d\d-\d\d-\d\d$/, '应为日期', 'must be a day'],
};
const NUMBERS: readonly Field['kind'][] = ['year', 'whole', 'freeze'];
const WORDS: readonly Field['kind'][] = ['text', 'paragraph', 'project', 'choice'];

export function readField(field: Field, typed: string): FieldRead {
  const { kind } = field;
  const text = WORDS.includes(kind) ? typed.trim() : typed.normalize('NFKC').trim();
  if (text === '') {
    return field.isNeeded === true ? { fault: { zh: '不能为空', en: 'must be given' } } : undefined;
  }
  if (kind === 'flag') return text === 'true' ? { value: true } : undefined;
  if (kind === 'amount' || kind === 'stated') {
    const read = readAmount(text, kind === 'stated');
    return 'fault' in read ? read : { value: read.yuan };
  }
  const [pattern, zh = '', en = ''] = PATTERNS[kind] ?? [];
  if (pattern !== undefined && !pattern.test(text)) return { fault: { zh, en } };
  if (kind === 'choice' && field.options?.every(({ value }) => value !== text) === true)
    return { fault: { zh: '不在可选之中', en: 'is none of the choices' } };
  return { value: NUMBERS.includes(kind) ? Number(text) : text };
}
