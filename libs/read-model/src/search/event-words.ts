import { folded } from './search-terms';

/** An event is found by as much of its texts, which is more than all but the largest have. */
const MOST_CHARACTERS = 100_000;
/** Nobody looks for a hash by a part of it, and each would be hundreds of pairs that nothing else has. */
const HASH = /^[0-9a-f]{64}$/;

/** Years are written in 〔〕, which few keyboards have. */
const OPENING = /[[［(（【〖]/gu;
const CLOSING = /[\]］)）】〗]/gu;

export function withYearBrackets(text: string): string {
  return text.replace(OPENING, '〔').replace(CLOSING, '〕');
}

/** A text as the texts of events are compared. No text of a database holds a NUL. */
export function comparedText(text: string): string {
  return withYearBrackets(folded(text)).replaceAll('\0', '').toWellFormed();
}

/** What an event is searched by, a line each: its document, reason, codes, names and amounts, and whoever posted it. */
export function wordsOf(actor: string, data: unknown): string {
  const texts = new Set([actor]);
  addTexts(data, texts);
  const words = new Set<string>();
  let size = 0;
  for (const text of texts) {
    const word = comparedText(text);
    if (word === '' || words.has(word)) continue;
    size += word.length + 1;
    if (size > MOST_CHARACTERS) break;
    words.add(word);
  }
  return [...words].join('\n');
}

function addTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') {
    if (!HASH.test(value)) texts.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) addTexts(part, texts);
  }
}

/** Each two characters that stand side by side in a line: a text can only be where all of its pairs are. */
export function gramsOf(words: string): string[] {
  const grams = new Set<string>();
  let before = '\n';
  for (const character of words) {
    if (before !== '\n' && character !== '\n') grams.add(before + character);
    before = character;
  }
  return [...grams];
}
