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

/** Codes and amounts, of which events hold most, are compared as they are written. */
const AS_WRITTEN = /^[!-'*-@\\^-~]*$/;
const MOST_KNOWN = 10_000;
const LONGEST_KNOWN = 100;
/** Names and documents are said by many events. */
const known = new Map<string, string>();

/** A text as the texts of events are compared. No text of a database holds a NUL. */
export function comparedText(text: string): string {
  if (AS_WRITTEN.test(text)) return text;
  let compared = known.get(text);
  if (compared !== undefined) return compared;
  compared = withYearBrackets(folded(text)).replaceAll('\0', '').toWellFormed();
  if (text.length > LONGEST_KNOWN) return compared;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, compared);
  return compared;
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
