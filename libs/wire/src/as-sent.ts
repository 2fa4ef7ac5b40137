import type { z } from 'zod';

import { ENOUGH_FAULTS } from './stop-early';
import { faultInLine, isSeveralLines } from './text';

/**
 * A command with its texts exactly as they were sent, though they are not clean or not in NFC. Earlier versions of this program took them so:
 * what they recorded must be found again under its id, and lines that they named so must still have a name.
 */
export interface AsSent<T> {
  data: T;
  /** The texts that could not be given any more. */
  unclean: string[];
}

/** What stands for an unclean text while the rest is read. */
const CLEAN = '未';
/** Where not all faults are told at once, the input is read so often: each time tells what the texts of another place may not hold. */
const ROUNDS = 5;

/** Undefined where the input is wrong in more than its texts. */
export function readAsSent<T>(
  schema: z.ZodType<T>,
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
): AsSent<T> | undefined {
  let cleaned = input;
  let told = issues;
  for (let round = 0; round < ROUNDS; round += 1) {
    const unclean = uncleanTexts(cleaned, told);
    if (told.length > 0 && unclean.size === 0) return undefined;
    cleaned = cleanedAt(cleaned, '', unclean);
    const parsed = schema.safeParse(cleaned);
    if (parsed.success) {
      const texts: string[] = [];
      return { data: restored(parsed.data, input, texts) as T, unclean: texts };
    }
    // All faults were told, and these are others than those of texts.
    if (told.length < ENOUGH_FAULTS) return undefined;
    told = parsed.error.issues;
  }
  return undefined;
}

/** Whether any text is in another form than NFC. Below U+0300, and from U+3000 to U+9FFF without the kana's marks, all are in it. */
export function holdsOtherForm(value: unknown): boolean {
  if (typeof value === 'string') return MAY_CHANGE.test(value) && value.normalize('NFC') !== value;
  if (Array.isArray(value)) return value.some(holdsOtherForm);
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) if (holdsOtherForm((value as Record<string, unknown>)[key])) return true;
  return false;
}
const MAY_CHANGE = /[^\0-\u02ff\u3000-\u3098\u309b-\u9fff\uff00-\uffff]/;

/** What is unclean, by its place: a path with a star for the index of every list. */
type Unclean = Map<string, (text: string) => boolean>;

function uncleanTexts(input: unknown, issues: readonly z.core.$ZodIssue[]): Unclean {
  const texts = new Map<string, Set<string>>();
  for (const { path } of issues) {
    const text = valueAt(input, path);
    if (typeof text !== 'string') continue;
    const place = path.reduce<string>((above, part) => below(above, typeof part === 'number' ? '*' : String(part)), '');
    texts.set(place, (texts.get(place) ?? new Set()).add(text));
  }
  const isWhole = issues.length < ENOUGH_FAULTS;
  return new Map([...texts].map(([place, told]) => [place, isWhole ? (text) => told.has(text) : likeThose(told)]));
}

/** Whether a text must be unclean where these are, though nobody has told it. */
function likeThose(told: ReadonlySet<string>): (text: string) => boolean {
  const isOneLine = [...told].some((text) => isSeveralLines(text) && faultInLine(text) !== undefined);
  return (text) => told.has(text) || !isSeveralLines(text) || (isOneLine && faultInLine(text) !== undefined);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  );
}

function below(place: string, part: string): string {
  return `${place}/${part}`;
}

/** The input with a clean text in place of each unclean one. */
function cleanedAt(value: unknown, place: string, unclean: Unclean): unknown {
  if (typeof value === 'string') return unclean.get(place)?.(value) === true ? CLEAN : value;
  if (Array.isArray(value)) {
    const inside = below(place, '*');
    return value.map((item) => cleanedAt(item, inside, unclean));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    cleanedAt(item, below(place, key), unclean),
  ]);
  return Object.fromEntries(entries);
}

function restored(parsed: unknown, sent: unknown, unclean: string[]): unknown {
  if (typeof parsed === 'string') {
    if (typeof sent !== 'string' || sent === parsed) return parsed;
    if (parsed !== CLEAN && parsed !== sent.normalize('NFC')) return parsed;
    unclean.push(sent);
    return sent;
  }
  if (Array.isArray(parsed)) return parsed.map((item, index) => restored(item, (sent as unknown[])[index], unclean));
  if (typeof parsed !== 'object' || parsed === null) return parsed;
  const entries = Object.entries(parsed).map(([key, value]): [string, unknown] => [
    key,
    restored(value, (sent as Record<string, unknown>)[key], unclean),
  ]);
  return Object.fromEntries(entries);
}
