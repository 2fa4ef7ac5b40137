const MOST_CHARACTERS = 500;

/**
 * What went wrong, fit to be stored, logged and shown: an error may quote what somebody else has written into the log, of any length
 * and with any characters.
 */
export function sentenceOf(error: unknown): string {
  return readable(error instanceof Error && error.message !== '' ? error.message : String(error));
}

/** A text in which every character can be seen, cut where it gets too long. */
export function readable(text: string): string {
  const shown = text
    .slice(0, MOST_CHARACTERS)
    .replace(
      /[\p{Cc}\p{Cs}\u2028\u2029]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return text.length > MOST_CHARACTERS ? `${shown}…` : shown;
}
