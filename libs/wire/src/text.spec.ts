import fc from 'fast-check';

import { faultInLine, oneLine, severalLines } from './text';

const name = oneLine(200);
const paragraph = severalLines(4_000);
const messageOf = (schema: typeof name, text: string): string | undefined =>
  schema.safeParse(text).error?.issues[0]?.message;

/** By their code points, since most of them cannot be seen. */
const FORBIDDEN_EVERYWHERE: [string, number][] = [
  ['NUL', 0x0],
  ['DEL', 0x7f],
  ['NEL', 0x85],
  ['soft hyphen', 0xad],
  ['combining grapheme joiner', 0x34f],
  ['Hangul filler', 0x3164],
  ['half-width Hangul filler', 0xffa0],
  ['zero-width space', 0x200b],
  ['zero-width joiner', 0x200d],
  ['right-to-left override', 0x202e],
  ['line separator', 0x2028],
  ['paragraph separator', 0x2029],
  ['word joiner', 0x2060],
  ['empty Braille cell', 0x2800],
  ['variation selector 1', 0xfe00],
  ['variation selector 17', 0xe0100],
  ['byte order mark', 0xfeff],
  ['object replacement', 0xfffc],
  ['replacement', 0xfffd],
  ['lone high surrogate', 0xd800],
  ['private use', 0xe000],
  ['private use, plane 16', 0x10fffd],
  ['noncharacter', 0xfdd0],
  ['noncharacter', 0xffff],
  ['noncharacter', 0x1fffe],
  ['unassigned', 0x378],
];

describe('every text', () => {
  it.each(FORBIDDEN_EVERYWHERE)('refuses %s and names it with its place', (_, code) => {
    const text = `信息𠮷${String.fromCodePoint(code)}化`;
    const shown = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    for (const schema of [name, paragraph]) {
      expect(messageOf(schema, text)).toMatch(new RegExp(`^第 4 个字符 ${shown.replace('+', '\\+')}（.+ character 4$`));
    }
  });

  it('is kept in NFC, whichever way it was composed', () => {
    for (const schema of [name, paragraph]) {
      expect(schema.parse('cafe\u0301')).toBe('caf\u00e9');
      // A CJK compatibility ideograph is its unified one.
      expect(schema.parse('\uf900')).toBe('\u8c48');
    }
  });

  it('takes what people write', () => {
    for (const text of ['饶财预〔2024〕1号', '信息化（一期）', 'OA 系统', '“三公”经费——公务接待', '㈠𠮷①Ⅱ', '○×…·']) {
      expect(name.parse(text)).toBe(text);
      expect(paragraph.parse(text)).toBe(text);
    }
  });
});

describe('text of one line', () => {
  it.each<[string, string, number, string]>([
    ['a leading space', ' 甲', 1, 'U+0020'],
    ['a trailing space', '甲 ', 2, 'U+0020'],
    ['a doubled space', '甲  乙', 2, 'U+0020'],
    ['a no-break space', '甲\u00a0乙', 2, 'U+00A0'],
    ['an ideographic space', '甲\u3000乙', 2, 'U+3000'],
    ['a thin space', '甲\u2009乙', 2, 'U+2009'],
    ['nothing but a space', ' ', 1, 'U+0020'],
    ['a tab', '甲\t乙', 2, 'U+0009'],
    ['a line end', '甲\n', 2, 'U+000A'],
  ])('refuses %s', (_, text, place, code) => {
    expect(messageOf(name, text)).toMatch(new RegExp(`^第 ${place} 个字符 ${code.replace('+', '\\+')}（`));
  });

  it('refuses what is empty', () => {
    expect(name.safeParse('').success).toBe(false);
    expect(faultInLine('')).toBeDefined();
  });

  it('names a fault exactly where the schema finds one', () => {
    const odd = fc.constantFrom(' ', '\u3000', '\u200b', '\n', '\ufffd', '甲', 'a', '\u0301', '（');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 1 })), maxLength: 8 }),
        (text) => {
          expect(faultInLine(text.normalize('NFC')) === undefined).toBe(name.safeParse(text).success);
        },
      ),
    );
  });
});

describe('text of several lines', () => {
  it('takes line ends, tabs and the white space of a paragraph', () => {
    const text = '\u3000\u3000一是……\r\n\u3000\u3000二是……\t  完\u00a0';
    expect(paragraph.parse(text)).toBe(text);
  });
});
