import { isPlain } from '#postgres';
import { pinyin } from 'pinyin-pro';

/** A name is found by its parts as far as this, which is longer than what things are called. */
const MOST_CHARACTERS = 60;
/** So much of a part, and of what is asked for, is compared. */
export const MOST_OF_TERM = 40;
/** Readings of this many characters that have several are told apart. */
const MOST_POLYPHONES = 4;

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

function readingOf(text: string): Reading {
  const options = { toneType: 'none', type: 'array', nonZh: 'spaced', v: true } as const;
  const syllables = pinyin(text, options);
  const characters = Array.from(text);
  // What has another number of syllables than characters cannot be read character by character.
  if (syllables.length !== characters.length) return { initials: [], others: [], whole: '' };
  const initials = syllables.map(firstOf);
  const others = characters
    .flatMap((character, index) => {
      const readings = pinyin(character, { ...options, multiple: true }).map(firstOf);
      return readings.filter((initial) => initial !== initials[index]).map((initial) => [index, initial] as const);
    })
    .slice(0, MOST_POLYPHONES)
    .map(([at, initial]) => initials.map((own, index) => (index === at ? initial : own)).join(''));
  return { initials, others, whole: syllables.join('') };
}

/** The first character whole: one beyond the first plane is two code units. */
function firstOf(syllable: string): string {
  return Array.from(syllable)[0] ?? '';
}
