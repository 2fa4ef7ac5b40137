import { CATEGORY_NAMES, PROCUREMENT_NAMES, SOURCE_NAMES } from '#domain';
import type { z } from 'zod';

import { FIELD_WORDS } from './field-words';
import { faultInLine } from './text';

type Issue = z.core.$ZodIssue;

/** What people call the fields of commands. */
const FIELD_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FIELD_WORDS).map(([field, { name }]) => [field, name]),
);

const CODE_NAMES: Readonly<Record<string, string>> = { ...SOURCE_NAMES, ...CATEGORY_NAMES, ...PROCUREMENT_NAMES };

const KIND_NAMES: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: ' true 或 false',
  array: '列表',
  object: '对象',
};

/**
 * Why a field does not fit, for whoever reads Chinese alone and for others: zod says it in English, and messages of our own say it in both,
 * as `中文。 English`. The Chinese has no full stop, so that a sentence can go around it. Given what was sent, it tells the value that it is about.
 */
export function fieldReason(issue: Issue, names = FIELD_NAMES, sent?: unknown): { zh: string; en: string } {
  const said = wordsOf(issue.message);
  const last = issue.path.filter((part) => typeof part === 'string').at(-1);
  const name = last === undefined || issue.code === 'unrecognized_keys' ? undefined : names[last];
  const value = valueTold(issue, sent);
  const zh = `${name ?? ''}${said.zh ?? reasonInChinese(issue, value)}`;
  return value === undefined ? { zh, en: said.en } : { zh: `${zh}，收到“${value}”`, en: `“${value}”: ${said.en}` };
}

const LONGEST_VALUE = 40;

/** What stands in the wrong place, where it is one value that can be read; what is wrong with a text of people is said by its character. */
function valueTold(issue: Issue, sent: unknown): string | undefined {
  if (!isAboutValue(issue)) return undefined;
  let value = sent;
  for (const part of issue.path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value);
  if (faultInLine(text) !== undefined) return undefined;
  const characters = Array.from(text);
  return characters.length > LONGEST_VALUE ? `${characters.slice(0, LONGEST_VALUE).join('')}…` : text;
}

function isAboutValue(issue: Issue): boolean {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
    case 'invalid_union':
    case 'invalid_format':
    case 'not_multiple_of':
      return true;
    case 'too_small':
    case 'too_big':
      return issue.origin !== 'string' && issue.origin !== 'array';
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return false;
  }
}

/** Takes a message of both languages apart; one without Chinese is English as a whole. */
export function wordsOf(message: string): { zh?: string; en: string } {
  const end = message.indexOf('。 ');
  return end < 0 ? { en: message } : { zh: message.slice(0, end), en: message.slice(end + 2) };
}

function reasonInChinese(issue: Issue, value?: string): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return '没有填写';
      return `应为${KIND_NAMES[issue.expected] ?? '另一种内容'}`;
    case 'too_small':
      if (issue.origin === 'string') return '不能为空';
      return issue.origin === 'array' ? `至少 ${issue.minimum} 项` : `不得小于 ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `最多 ${issue.maximum} 个字`;
      return issue.origin === 'array' ? `最多 ${issue.maximum} 项` : `不得大于 ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'date' ? '应为真实日期，如 2024-01-31' : '格式不对';
    case 'unrecognized_keys':
      return `这里没有名为 ${issue.keys.slice(0, 5).join('、').slice(0, 200)} 的字段`;
    case 'invalid_value':
      return `应为${issue.values.length > 1 ? '下列之一：' : ' '}${issue.values.map(valueName).join('、')}`;
    case 'invalid_union':
      return unionReason(issue, value);
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return '不符合要求';
  }
}

function valueName(value: unknown): string {
  const name = CODE_NAMES[String(value)];
  return name === undefined ? String(value) : `${String(value)}（${name}）`;
}

/** Each way of writing the field, where each is said in one reason of its own. */
function unionReason({ errors }: z.core.$ZodIssueInvalidUnion, value: string | undefined): string {
  const reasons = errors.map(([first]) => (first === undefined ? '' : fieldReason(first, {}).zh));
  const told = [...new Set(reasons)].filter((reason) => reason !== '');
  if (told.length > 0) return told.join('，或');
  return value === undefined ? '没有填写，或不是已知的种类' : '不是已知的种类';
}
