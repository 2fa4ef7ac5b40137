import { setTimeout as pause } from 'node:timers/promises';

import { currentEnd } from '#basics';
import { Problem } from '#platform';
import { HistoryLeftOut, type ReadModels, type RecallState } from '#read-model';

/** How long a read waits for history; of a shorter limit of reads half of that. */
export const HISTORY_TIMEOUT_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** What a read has answered, and whether history had to be read from the log for it. */
export interface Read<T> {
  answered: T;
  isFromLog: boolean;
}

/**
 * Does a read on the tables, and where these have left out what it needs, again on the tables with what was read from the log for it.
 * Throws the problem that says how far that is where it takes longer than a read may wait: it goes on meanwhile.
 */
export async function withHistory<T>(
  readModels: ReadModels,
  timeoutMs: number,
  read: () => Promise<T>,
): Promise<Read<T>> {
  try {
    return { answered: await read(), isFromLog: false };
  } catch (error) {
    if (!(error instanceof HistoryLeftOut)) throw error;
    return recalled(readModels, timeoutMs, read, error);
  }
}

async function recalled<T>(
  readModels: ReadModels,
  timeoutMs: number,
  read: () => Promise<T>,
  first: HistoryLeftOut,
): Promise<Read<T>> {
  const deadline = Date.now() + timeoutMs;
  // A read may need one stream after the other, and what was there may be taken away meanwhile.
  for (let left = first, isMissing = false; ; isMissing = true) {
    await untilRecalled(readModels, left, { deadline, isMissing });
    try {
      return { answered: await readModels.withRecalled(read), isFromLog: true };
    } catch (error) {
      if (!(error instanceof HistoryLeftOut)) throw error;
      left = error;
    }
  }
}

/** Asks for what is missing and waits for it. */
export async function untilRecalled(
  readModels: ReadModels,
  { version, streams }: HistoryLeftOut,
  { deadline, isMissing }: { deadline: number; isMissing: boolean },
): Promise<void> {
  await readModels.askForHistory(version, streams, isMissing);
  for (;;) {
    const state = await readModels.readRecall(version, streams);
    if (state.missing === 0) return;
    if (state.isTooLarge) throw new HistoryTooLarge(state.failure ?? '');
    if (state.failure !== null || state.projectors === 0) throw historyUnavailable(version, state);
    if (Date.now() + LOOK_AGAIN_MS > deadline) throw historyBeingRead(version, streams.length, state);
    await pause(LOOK_AGAIN_MS);
    currentEnd()?.throwIfAborted();
  }
}

/** More history than may be kept was asked for: asking for the same again is in vain. */
export class HistoryTooLarge extends Problem {
  constructor(failure: string) {
    super('history-unavailable', fromTheLog(failure));
  }
}

function historyBeingRead(version: string, streams: number, { progress }: RecallState): Problem {
  const { records = 0, recordsTotal = 0, secondsLeft = null } = progress ?? {};
  const left = secondsLeft === null ? undefined : Math.max(1, Math.ceil(secondsLeft));
  const detail = {
    zh: `版本 ${version} 不含所问年度的变动历史，正从日志取回 ${streams} 个部门的历史：已读 ${records}/${recordsTotal} 条记录${left === undefined ? '' : `，约剩 ${left} 秒`}。取回继续进行，稍后重试即得答复。`,
    en: `Version ${version} of the tables holds no history of the year that is asked about; that of ${streams} departments is being read from the log, ${records} of ${recordsTotal} records so far${left === undefined ? '' : `, about ${left} s left`}. Reading goes on: try again.`,
  };
  return new Problem('history-being-read', detail, { streams, records, recordsTotal, secondsLeft: left ?? null });
}

function historyUnavailable(version: string, { failure, projectors }: RecallState): Problem {
  const why =
    projectors === 0
      ? {
          zh: `版本 ${version} 没有投影服务在运行，无法从日志取回。`,
          en: `No projector of version ${version} runs, and it alone reads the log.`,
        }
      : fromTheLog(failure ?? '');
  return new Problem('history-unavailable', why);
}

function fromTheLog(failure: string): { zh: string; en: string } {
  return { zh: `从日志取回失败：${failure}`, en: `Reading it from the log failed: ${failure}` };
}
