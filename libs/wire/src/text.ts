import { z } from 'zod';

/**
 * What no text of the ledger may hold, as the inside of a character class: controls, formats, halves of surrogate pairs, private use and what
 * Unicode has not assigned (C), ends of lines and paragraphs (Zl, Zp), what cannot be seen though it counts as a letter or a mark (variation
 * selectors, fillers, joiners, the empty Braille cell), and the signs that stand for text that was lost (U+FFFC, U+FFFD).
 */
const FORBIDDEN = String.raw`\p{C}\p{Zl}\p{Zp}\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u115f\u1160\u2800\u3164\uffa0\ufffc\ufffd`;
const FORBIDDEN_CHARACTER = new RegExp(`[${FORBIDDEN}]`, 'u');
/** One line: words, and a single plain space between two of them. */
const ONE_LINE = new RegExp(`^[^${FORBIDDEN}\\p{Zs}]+(?: [^${FORBIDDEN}\\p{Zs}]+)*$`, 'u');
const SEVERAL_LINES = new RegExp(`^(?:[^${FORBIDDEN}]|[\\t\\n\\r])*$`, 'u');

/**
 * A name, a number of a document, a heading: text of one line that is spelled in one way. It is kept in NFC, and white space that cannot be
 * seen at a glance is refused, because two spellings that look alike would be two names.
 */
export function oneLine(most: number): z.ZodString {
  return inNfc(most).regex(ONE_LINE, { error: ({ input }) => faultInLine(String(input)) ?? NO_FAULT });
}

/** Text that may have several lines and tabs, and white space as it likes. It is kept in NFC. */
export function severalLines(most: number): z.ZodString {
  return inNfc(most).regex(SEVERAL_LINES, { error: ({ input }) => faultInLines(String(input)) ?? NO_FAULT });
}

function inNfc(most: number): z.ZodString {
  return z
    .string()
    .overwrite((text) => text.normalize('NFC'))
    .min(1)
    .max(most);
}

/** A schema asks for the words only where its pattern does not fit, so this is never read. */
const NO_FAULT = '文本有误。 must be clean text';

export function isSeveralLines(text: string): boolean {
  return SEVERAL_LINES.test(text);
}

/** What is wrong with a text of one line, naming the first such character and its place; undefined where nothing is. */
export function faultInLine(text: string): string | undefined {
  if (text === '') return '不能为空。 must not be empty';
  if (ONE_LINE.test(text)) return undefined;
  return faultInLines(text.replace(/[\t\n\r]/g, '\0'), text) ?? spaceFault(text);
}

function faultInLines(text: string, shown = text): string | undefined {
  const place = placeOf(text, (character) => FORBIDDEN_CHARACTER.test(character) && !/[\t\n\r]/.test(character));
  return place === undefined ? undefined : sentence(place, Array.from(shown)[place - 1] ?? '');
}

function sentence(place: number, character: string): string {
  const { zh, en } = kindOf(character);
  return (
    `第 ${place} 个字符 ${codeOf(character)}（${zh}）不允许。 ` +
    `must not hold ${codeOf(character)} (${en}), its character ${place}`
  );
}

function spaceFault(text: string): string | undefined {
  const characters = Array.from(text);
  const place = placeOf(text, (character, index) => {
    if (!/\p{Zs}/u.test(character)) return false;
    const isLone = index > 0 && index < characters.length - 1 && characters[index + 1] !== ' ';
    return character !== ' ' || !isLone;
  });
  if (place === undefined) return undefined;
  const character = characters[place - 1] ?? '';
  return (
    `第 ${place} 个字符 ${codeOf(character)}（${kindOf(character).zh}）多余：首尾不留空格，中间只用一个普通空格。 ` +
    `must not hold ${codeOf(character)} (${kindOf(character).en}) as its character ${place}: ` +
    'no space at either end, and single plain ones between words'
  );
}

/** Counted in characters, from 1, as a person counts them. */
function placeOf(text: string, isMeant: (character: string, index: number) => boolean): number | undefined {
  const index = Array.from(text).findIndex(isMeant);
  return index < 0 ? undefined : index + 1;
}

/** `U+200B` */
function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

interface Kind {
  zh: string;
  en: string;
}

/** Those that people meet. */
const KNOWN = new Map<string, Kind>([
  [' ', { zh: '空格', en: 'space' }],
  ['\t', { zh: '制表符', en: 'tab' }],
  ['\n', { zh: '换行', en: 'line end' }],
  ['\r', { zh: '回车', en: 'line end' }],
  ['\u00a0', { zh: '不换行空格', en: 'no-break space' }],
  ['\u00ad', { zh: '软连字符', en: 'soft hyphen' }],
  ['\u200b', { zh: '零宽空格', en: 'zero-width space' }],
  ['\u200c', { zh: '零宽不连字', en: 'zero-width non-joiner' }],
  ['\u200d', { zh: '零宽连字', en: 'zero-width joiner' }],
  ['\u3000', { zh: '全角空格', en: 'ideographic space' }],
  ['\ufeff', { zh: '字节序标记', en: 'byte order mark' }],
  ['\ufffc', { zh: '对象占位符', en: 'object replacement' }],
  ['\ufffd', { zh: '替换符，原文已按错误的编码读过', en: 'replacement: the text was read in a wrong encoding before' }],
]);

function kindOf(character: string): Kind {
  const known = KNOWN.get(character);
  if (known !== undefined) return known;
  if (/\p{Cc}/u.test(character)) return { zh: '控制字符', en: 'control character' };
  if (/\p{Cs}/u.test(character)) return { zh: '半个代理对', en: 'half of a surrogate pair' };
  if (/\p{Co}/u.test(character))
    return { zh: '专用区字符，各处显示不同', en: 'private use: it looks different everywhere' };
  if (/\p{Cn}/u.test(character)) return { zh: '未定义的字符', en: 'not assigned' };
  if (/\p{Zs}/u.test(character)) return { zh: '特殊空格', en: 'special space' };
  return { zh: '看不见的字符', en: 'invisible character' };
}
