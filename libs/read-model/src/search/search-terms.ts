import { isPlain } from '#postgres';
import { pinyin } from 'pinyin-pro';

/** A name is found by its parts as far as this, which is longer than what things are called. */
const MOST_CHARACTERS = 60;
/** So much of a part, and of what is asked for, is compared. */
export const MOST_OF_TERM = 40;
/** Readings of this many characters that have several are told apart. */
const MOST_POLYPHONES = 4;
const MOST_KNOWN = 10_000;

/** How a character may begin, in each of its readings: few characters make up most names, and looking one up takes long. */
const known = new Map<string, readonly string[]>();

/** A text as names are compared: without spaces, in small letters, wide forms as narrow ones. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}

/**
 * What a name is found by, a line each, of which the first is the name as it is compared: its later parts, its code, the initials of its
 * pinyin from any character on, and the whole of its pinyin. Where a character is read in several ways, initials by each of them.
 */
export function termsOf(name: string, code = ''): string {
  const characters = Array.from(folded(name)).slice(0, MOST_CHARACTERS);
  const parts = characters.map((_, index) => characters.slice(index).join(''));
  const { initials, others, whole } = readingOf(characters.join(''));
  const spoken = [...initials.map((_, index) => initials.slice(index).join('')), ...others, whole];
  const terms = [...parts, code, ...spoken].map((term) => Array.from(term).slice(0, MOST_OF_TERM).join(''));
  // The library reads by code units in places, and a half of a pair could not be kept.
  return [...new Set(terms.filter((term) => term !== '' && isPlain(term)))].join('\n');
}

interface Reading {
  /** A letter a character. */
  initials: string[];
  /** The same whole, by other readings of one character each. */
  others: string[];
  whole: string;
}

const OPTIONS = { toneType: 'none', type: 'array', nonZh: 'spaced', v: true } as const;

function readingOf(text: string): Reading {
  const syllables = pinyin(text, OPTIONS);
  const characters = Array.from(text);
  // What has another number of syllables than characters cannot be read character by character.
  if (syllables.length !== characters.length) return { initials: [], others: [], whole: '' };
  const initials = syllables.map(firstOf);
  const others = characters
    .flatMap((character, index) => {
      return initialsOf(character)
        .filter((initial) => initial !== initials[index])
        .map((initial) => [index, initial] as const);
    })
    .slice(0, MOST_POLYPHONES)
    .map(([at, initial]) => initials.map((own, index) => (index === at ? initial : own)).join(''));
  return { initials, others, whole: syllables.join('') };
}

function initialsOf(character: string): readonly string[] {
  let initials = known.get(character);
  if (initials !== undefined) return initials;
  initials = pinyin(character, { ...OPTIONS, multiple: true }).map(firstOf);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(character, initials);
  return initials;
}

/** The first character whole: one beyond the first plane is two code units. */
function firstOf(syllable: string): string {
  return Array.from(syllable)[0] ?? '';
}
