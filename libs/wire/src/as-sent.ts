import type { z } from 'zod';

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

/** Undefined where the input is wrong in more than its texts. */
export function readAsSent<T>(
  schema: z.ZodType<T>,
  input: unknown,
  issues: readonly z.core.$ZodIssue[],
): AsSent<T> | undefined {
  let cleaned = input;
  for (const { path } of issues) cleaned = replaced(cleaned, path);
  const parsed = schema.safeParse(cleaned);
  if (!parsed.success) return undefined;
  const unclean: string[] = [];
  return { data: restored(parsed.data, input, unclean) as T, unclean };
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

/** The input with a clean text in place of the one at the path, where there is one. */
function replaced(value: unknown, path: readonly PropertyKey[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return typeof value === 'string' ? CLEAN : value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === first ? replaced(item, rest) : item));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return value;
  return { ...value, [first]: replaced((value as Record<PropertyKey, unknown>)[first], rest) };
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
