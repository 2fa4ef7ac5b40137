import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is yes; the error says what was waited for. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { withinMs = 90_000, everyMs = 50 }: { withinMs?: number; everyMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1_000} s in vain: ${what}`);
    await pause(everyMs);
  }
}
