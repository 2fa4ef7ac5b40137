import { CHART_NAMES } from './chart';
import { CATEGORY_NAMES, PROCUREMENT_NAMES, SOURCE_NAMES } from './codes';
import { CARRY_OVER_NAMES } from './commands';
import type { LineDimensions } from './line';
import type { RecordedFigure, RecordedRefusal } from './refusal';
import { REFUSAL_RULES, type RefusalCode, type RefusalRule } from './refusal-rules';

const RULE_OF_A_NEWER_PROGRAM: RefusalRule['title'] = {
  zh: '按本程序版本尚未收录的规则拒绝',
  en: 'Refused by a rule that this version of the program does not know',
};

/** What a refusal is called. Its code, its figures and its legal source say the rest where the rule is a newer program's. */
export function titleOfRefusal(code: string): RefusalRule['title'] {
  if (Object.hasOwn(REFUSAL_RULES, code)) return REFUSAL_RULES[code as RefusalCode].title;
  return { zh: `${RULE_OF_A_NEWER_PROGRAM.zh}（${code}）`, en: `${RULE_OF_A_NEWER_PROGRAM.en} (${code})` };
}

/** Nobody reads a sentence of thousands of figures; they stand beside it. */
const TOLD_IN_WORDS = 20;

/** The refusal in words, with its figures: Chinese first, English beside it. */
export function explainRefusal({ code, figures }: RecordedRefusal): { zh: string; en: string } {
  const title = titleOfRefusal(code);
  const told = figures.slice(0, TOLD_IN_WORDS);
  const more = figures.length - told.length;
  return {
    zh: `${title.zh}：${told.map(figureInChinese).join('；')}${more === 0 ? '' : `；另有 ${more} 处`}`,
    en: `${title.en}: ${told.map(figureInEnglish).join('; ')}${more === 0 ? '' : `; and ${more} more`}`,
  };
}

/** A posting that the command did not spell out, as those of a reversal, is told by its line. */
function placeIn({ field, line }: RecordedFigure, isChinese: boolean): string {
  if (typeof line !== 'object' || line === null || /(^|\.)(lines|from|to)\[\d+\]$/.test(field)) return field;
  const dimensions: Partial<Record<keyof LineDimensions, unknown>> = line;
  const { unit, source, function: functional, economic, category, project, originYear, procurement } = dimensions;
  const codes = [unit, functional, economic, project, originYear];
  const names = isChinese
    ? [nameIn(SOURCE_NAMES, source), nameIn(CATEGORY_NAMES, category), nameIn(PROCUREMENT_NAMES, procurement)]
    : [source, category, procurement];
  return `${field} (${[...codes, ...names]
    .map(textOf)
    .filter((part) => part !== undefined)
    .join(' ')})`;
}

function nameIn(names: Readonly<Record<string, string>>, code: unknown): string | undefined {
  return typeof code === 'string' && Object.hasOwn(names, code) ? names[code] : undefined;
}

function textOf(told: unknown): string | undefined {
  return typeof told === 'string' || typeof told === 'number' ? String(told) : undefined;
}

/** Codes of a value such as `general-public-budget//personnel` by the names that people know; what is no code stays as it is. */
function namedInChinese(value: string): string {
  const names: Readonly<Record<string, string>> = {
    ...SOURCE_NAMES,
    ...CATEGORY_NAMES,
    ...PROCUREMENT_NAMES,
    ...LIST_NAMES,
  };
  return value
    .replace(/[a-z]+(?:-[a-z]+)*/g, (code) => names[code] ?? code)
    .replace(/\/{2,}|\/$/g, (slashes) => (slashes.endsWith('/') && slashes.length > 1 ? '/' : ''));
}

const LIST_NAMES = {
  function: CHART_NAMES.function,
  economic: CHART_NAMES.economic,
  surplus: CARRY_OVER_NAMES.surplus,
};

/** What is expected in words, where it is no value. */
const EXPECTED_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  'CarryOverBalance < CloseYear; ReopenYear': {
    zh: '先结转、后结账；已结账的，先以 ReopenYear 重新打开该年度',
    en: 'to be carried over before it is closed; ReopenYear opens it again',
  },
};

function figureInChinese(figure: RecordedFigure): string {
  const { value, expected, nearest, askedYuan, availableYuan, lowestOn } = saidIn(figure);
  const parts = [placeIn(figure, true)];
  if (value !== undefined) parts.push(`为 ${namedInChinese(value)}`);
  if (expected !== undefined) parts.push(EXPECTED_WORDS[expected]?.zh ?? `应为 ${namedInChinese(expected)}`);
  if (nearest !== undefined) parts.push(`最接近的有 ${nearest}`);
  if (askedYuan !== undefined) parts.push(`申请 ${askedYuan} 元`);
  if (availableYuan !== undefined) parts.push(`可用 ${availableYuan} 元`);
  if (lowestOn !== undefined) parts.push(`${lowestOn} 为最低`);
  return [...parts, ...furtherFigures(figure)].join('，');
}

function figureInEnglish(figure: RecordedFigure): string {
  const { value, expected, nearest, askedYuan, availableYuan, lowestOn } = saidIn(figure);
  const parts = [placeIn(figure, false)];
  if (value !== undefined) parts.push(`is ${value}`);
  if (expected !== undefined) parts.push(`expected ${EXPECTED_WORDS[expected]?.en ?? expected}`);
  if (nearest !== undefined) parts.push(`nearest are ${nearest}`);
  if (askedYuan !== undefined) parts.push(`asked ${askedYuan} yuan`);
  if (availableYuan !== undefined) parts.push(`available ${availableYuan} yuan`);
  if (lowestOn !== undefined) parts.push(`lowest on ${lowestOn}`);
  return [...parts, ...furtherFigures(figure)].join(', ');
}

/** What the words have a place for, all of it texts. */
const TOLD_IN_PLACE = ['value', 'expected', 'nearest', 'askedYuan', 'availableYuan', 'lowestOn'] as const;
type Said = Partial<Record<(typeof TOLD_IN_PLACE)[number], string>>;

function saidIn(figure: RecordedFigure): Said {
  const said: Said = {};
  for (const name of TOLD_IN_PLACE) said[name] = textOf(figure[name]);
  return said;
}

const SAID: ReadonlySet<string> = new Set(['field', 'line', ...TOLD_IN_PLACE]);

/** What a newer program told besides stands under its own name, so that no figure of a refusal is lost. */
function furtherFigures(figure: RecordedFigure): string[] {
  return Object.entries(figure)
    .filter(([name]) => !SAID.has(name))
    .flatMap(([name, told]) => {
      const text = textOf(told);
      return text === undefined ? [] : [`${name} ${text}`];
    });
}
