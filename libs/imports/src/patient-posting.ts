import { setTimeout as delay } from 'node:timers/promises';

import { pauses } from '#basics';

import type { CommandAnswer } from './command-answer';

const TRIES = 8;
/** Between tries of commands that the ledger put off. */
const PAUSES_MS = { first: 400, most: 25_600 };

type Hand = (commands: readonly unknown[]) => Promise<readonly CommandAnswer[]>;

/**
 * Hands commands over until each has an answer that stays; those that may still come to something are handed over again. What is tried stands
 * on what was tried before it, so that all of it is tried again.
 */
export async function handOver(commands: readonly unknown[], dryRun: boolean, hand: Hand): Promise<CommandAnswer[]> {
  const answers: (CommandAnswer | undefined)[] = commands.map(() => undefined);
  const nextPause = pauses(PAUSES_MS);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const waiting = commands.map((_, index) => index).filter((index) => mayStillChange(answers[index]));
    if (waiting.length === 0) break;
    const open = dryRun ? commands.map((_, index) => index) : waiting;
    if (attempt > 1) await delay(nextPause());
    const given = await hand(open.map((index) => commands[index]));
    open.forEach((index, place) => (answers[index] = given[place]));
  }
  return answers.map((answer) => answer ?? { status: 503, body: { detail: 'no answer' } });
}

/** Whether an answer says nothing of the command itself. */
export function mayStillChange(answer: CommandAnswer | undefined): boolean {
  return answer === undefined || answer.status === 503 || answer.status === 504;
}
