/**
 * Names that people take for the same have one key: the two widths of letters and digits, the kinds of brackets, quotes, dashes, dots and
 * circles, radicals and compatibility forms of characters, what cannot be seen, and white space where words do not need it. Capitals and
 * small letters stay apart, because they look different and tell projects apart (`A` 标段, `a` 标段).
 */
export function nameKeyOf(name: string): string {
  if (PLAIN.test(name)) return name;
  if (SIMPLE.test(name)) return name.replace(REPLACED, replacementOf);
  const known = recent.get(name);
  if (known !== undefined) return known;
  // What one pass brings together can be something for the next, such as a letter and its accent when nothing stands between them any more.
  let key = name;
  for (let before = ''; before !== key;) {
    before = key;
    key = folded(before);
  }
  if (recent.size >= RECENT) recent.clear();
  recent.set(name, key);
  return key;
}

/** Of a line of commands the names are mostly the same few. */
const RECENT = 4_096;
const recent = new Map<string, string>();

/** Most names: they are their own keys. */
const PLAIN = /^[0-9A-Za-z\u4e00-\u9fff()./:,_#]*$/;

/** What stands for each of the signs behind it. */
const SIGNS: readonly (readonly [string, string])[] = [
  ['(', '（〔[【［〖﹝'],
  [')', '）〕]】］〗﹞'],
  ['"', "“”„‟〝〞＂'‘’‚‛＇′`´「」『』"],
  ['<', '《〈＜‹«'],
  ['>', '》〉＞›»'],
  ['-', '‐‑‒–—―−﹘﹣－⸺⸻─━'],
  ['~', '～〜∼˜'],
  ['·', '・･•‧⋅∙･˙'],
  ['〇', '○◯⚪'],
  [',', '，'],
  [':', '：'],
  [';', '；'],
];
/** Radicals that look like a character and are not made one by compatibility; they come with text that was copied from PDF files. */
const RADICALS =
  '⺁厂⺇几⺈刀⺋卩⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒' +
  '⺳冈⺵羋⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首' +
  '⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀';
const REPLACEMENTS = new Map([
  ...SIGNS.flatMap(([sign, others]) => Array.from(others).map((other): [string, string] => [other, sign])),
  ...Array.from(RADICALS.matchAll(/(.)(.)/gu), ([, radical = '', character = '']): [string, string] => [
    radical,
    character,
  ]),
]);
const REPLACED = new RegExp(`[${[...REPLACEMENTS.keys()].join('').replace(/[\]\\^-]/g, '\\$&')}]`, 'gu');

/** Names whose signs are replaced one by one and in which nothing else changes; most that are not plain. */
const SIMPLE = /^[0-9A-Za-z\u4e00-\u9fff()./:,_#（）〔〕[\]【】“”《》·、，：]*$/;

const INVISIBLE =
  /[\p{Cc}\p{Cf}\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u115f\u1160\u2800\u3164\uffa0]/gu;

function folded(name: string): string {
  return name
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFKC')
    .replace(REPLACED, replacementOf)
    .replace(/-{2,}/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/(?<![0-9A-Za-z]) | (?![0-9A-Za-z])/g, '');
}

function replacementOf(sign: string): string {
  return REPLACEMENTS.get(sign) ?? sign;
}
