import { folded } from './search-terms';

/** An event is found by as much of its texts, which is more than all but the largest have. */
const MOST_CHARACTERS = 100_000;
/** Nobody looks for a hash by a part of it, and each would be hundreds of pairs that nothing else has. */
const HASH = /^[0-9a-f]{64}$/;
const HASH_CHARACTERS = 64;

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
  const words = new Set<string>();
  addWords(actor, words);
  addWords(data, words);
  words.delete('');
  let text = '';
  for (const word of words) {
    if (text.length + word.length >= MOST_CHARACTERS) break;
    text += text === '' ? word : `\n${word}`;
  }
  return text;
}

/** This is done for every event that is projected. */
function addWords(value: unknown, words: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length !== HASH_CHARACTERS || !HASH.test(value)) words.add(comparedText(value));
  } else if (Array.isArray(value)) {
    for (const part of value) addWords(part, words);
  } else if (typeof value === 'object' && value !== null) {
    // What JSON holds has no names but its own.
    for (const name in value) addWords((value as Record<string, unknown>)[name], words);
  }
}
