import fc from 'fast-check';

import { nameKeyOf } from './name-key';

/** Each list is one name in several spellings; what cannot be seen is escaped. */
const SAME: [string, string[]][] = [
  [
    'brackets',
    [
      '信息化（一期）',
      '信息化(一期)',
      '信息化〔一期〕',
      '信息化[一期]',
      '信息化【一期】',
      '信息化［一期］',
      '信息化﹝一期﹞',
    ],
  ],
  [
    'documents',
    [
      '饶财预〔2024〕1号',
      '饶财预[2024]1号',
      '饶财预（2024）1号',
      '饶财预【2024】１号',
      '饶财预〔2024〕 1 号',
      '饶财预［２０２４］1号',
    ],
  ],
  ['widths', ['OA2024', 'ＯＡ２０２４', 'OA２０24']],
  [
    'quotes',
    [
      '“三公”经费',
      '"三公"经费',
      '‘三公’经费',
      "'三公'经费",
      '「三公」经费',
      '『三公』经费',
      '＂三公＂经费',
      '„三公‟经费',
    ],
  ],
  ['book title marks', ['《条例》宣传', '〈条例〉宣传', '<条例>宣传', '＜条例＞宣传']],
  ['dashes', ['甲-乙', '甲—乙', '甲——乙', '甲－乙', '甲–乙', '甲−乙', '甲‐乙', '甲\u2011乙', '甲--乙']],
  ['waves', ['2024~2025', '2024～2025', '2024〜2025', '2024∼2025']],
  ['dots', ['甲·乙', '甲・乙', '甲•乙', '甲‧乙', '甲･乙']],
  ['commas and colons', ['甲，乙：丙；', '甲,乙:丙;']],
  ['zeros', ['二〇二四', '二○二四', '二◯二四']],
  [
    'white space',
    [
      '信息化 一期',
      '信息化一期',
      '信息化  一期',
      ' 信息化一期',
      '信息化一期 ',
      '信息化\u3000一期',
      '信息化\u00a0一期',
      '信息化\u2009一期',
      '信息化\t一期',
    ],
  ],
  ['white space between words', ['Phase 1 A', 'Phase  1\u00a0A', 'Phase\u30001 A ']],
  ['white space beside Latin words', ['OA 系统', 'OA系统', 'OA\u3000系统']],
  [
    'what cannot be seen',
    [
      '信息化',
      '信\u200b息化',
      '\ufeff信息化',
      '信息\u00ad化',
      '信息化\u200d',
      '信息化\ufe0f',
      '信\u2060息化',
      '信息化\u{e0100}',
    ],
  ],
  ['compositions', ['caf\u00e9', 'cafe\u0301', 'cafe\u200b\u0301']],
  ['compatibility ideographs', ['\u8c48', '\uf900']],
  ['Kangxi radicals', ['一人', '\u2f00\u2f08']],
  ['radicals that PDF files hold', ['页门车长马', '\u2eda\u2ed4\u2ecb\u2ed3\u2ee2']],
  ['numbers in circles and of Rome', ['1期II', '①期Ⅱ']],
];

test.each(SAME)('%s make no other name', (_, spellings) => {
  expect(new Set(spellings.map(nameKeyOf)).size).toBe(1);
});

test.each([
  ['甲', '乙'],
  ['项目A', '项目a'],
  ['项目1', '项目2'],
  ['Phase 1', 'Phase1'],
  ['信息化（一期）', '信息化（二期）'],
  ['信息化（一期）', '信息化一期'],
  ['三公经费', '“三公”经费'],
  ['二〇二四', '二零二四'],
  ['甲、乙', '甲，乙'],
])('%s and %s are two names', (one, other) => {
  expect(nameKeyOf(one)).not.toBe(nameKeyOf(other));
});

const odd = fc.constantFrom(...SAME.flatMap(([, spellings]) => spellings.flatMap((spelling) => Array.from(spelling))));
const text = fc.string({ unit: fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 1 })), maxLength: 12 });

test('a key is its own key', () => {
  fc.assert(
    fc.property(text, (name) => {
      expect(nameKeyOf(nameKeyOf(name))).toBe(nameKeyOf(name));
    }),
    { numRuns: 2_000 },
  );
});

test('what is the same in its parts is the same as a whole', () => {
  const pair = fc
    .constantFrom(...SAME)
    .chain(([, spellings]) => fc.tuple(fc.constantFrom(...spellings), fc.constantFrom(...spellings)));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 4 }), (pairs) => {
      const [one, other] = [0, 1].map((side) => pairs.map((both) => `项目${both[side] ?? ''}目`).join(''));
      expect(nameKeyOf(one ?? '')).toBe(nameKeyOf(other ?? ''));
    }),
  );
});

test('the two composed forms of any text have one key', () => {
  fc.assert(
    fc.property(text, (name) => {
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) expect(nameKeyOf(name.normalize(form))).toBe(nameKeyOf(name));
    }),
    { numRuns: 2_000 },
  );
});
