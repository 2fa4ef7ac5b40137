/** Whether a text can be asked for in the tables: Postgres has no NUL in a text, and half of a surrogate pair is no character. */
export function isUsable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

export const NOT_USABLE = '含有无法使用的字符。 holds a character that cannot be used';
