/** A section before it got its number. */
export interface Topic {
  heading: string;
  paragraphs: Paragraph[];
}

/** A piece of text that ends with its own punctuation; the pieces of a paragraph, one after the other, are its text. */
export interface Sentence {
  text: string;
  /** The measure of the comparison whose figures it states; null where it states none. */
  measure: string | null;
  /** The recorded reason of its change, where it gives one. */
  reason?: string;
}

export type Paragraph = Sentence[];

/** A headed part of a document with the depth of its heading: 1 is 一、, 2 is （一）, 3 is 1. */
export interface Section {
  heading: string;
  depth: 1 | 2 | 3;
  paragraphs: Paragraph[];
}

/** A paragraph that states no figure of the comparison. */
export function plain(text: string): Paragraph {
  return [{ text, measure: null }];
}

export function textOf(paragraph: Paragraph): string {
  return paragraph.map(({ text }) => text).join('');
}

/** Headings and paragraphs as lines of plain text, with an empty line before each heading. */
export function sectionsAsLines(sections: readonly Section[]): string[] {
  return sections.flatMap(({ heading, paragraphs }) => ['', heading, ...paragraphs.map(textOf)]);
}

const NUMERALS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** A number from 1 to 99 as headings count: 十一. */
export function chineseNumeral(value: number): string {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return `${tens > 1 ? NUMERALS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? NUMERALS[ones] : ''}`;
}

/** Names of things in a row; without any there is nothing to list. */
export function listed(names: readonly string[]): string {
  return names.join('、');
}
