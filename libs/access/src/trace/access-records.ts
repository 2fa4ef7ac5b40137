import { reasonOf } from '#basics';
import { AccessTopic, type AccessTopicSettings } from '#log';
import { type AccessRecord, accessRecord } from '#wire';

import type { AccessSink } from './kept-trace';

/** What is asked of the records; what is left out does not narrow. */
export interface AccessQuestion {
  fromMs: number;
  /** Records of this time and later are not asked for. */
  untilMs: number;
  actor?: string | undefined;
  outcome?: AccessRecord['outcome'] | undefined;
  /** Where an earlier page ended. */
  from?: number | undefined;
  limit: number;
}

export interface AccessPage {
  records: AccessRecord[];
  /** Where the next page begins; nothing behind the last one. */
  next: number | undefined;
}

/** Undefined where there is no Kafka to keep records in. */
export const ACCESS_RECORDS = Symbol('access records');

/** So many are looked at for one page, so that a question about somebody who has done nothing is answered too. */
const MOST_LOOKED_AT = 50_000;

/** The records of budget.access, written and read. The topic is opened when it is first needed, and again after it was lost. */
export class AccessRecords implements AccessSink {
  private opening: Promise<AccessTopic> | undefined;
  private told: string | undefined;

  constructor(private readonly settings: AccessTopicSettings) {}

  /** What an operator should know of the topic. */
  get notice(): string | undefined {
    return this.told;
  }

  async keep(records: readonly AccessRecord[]): Promise<void> {
    const topic = await this.topic();
    await topic.keep(records.map((record) => JSON.stringify(record)));
  }

  /** In the order in which they were kept. A page may hold fewer than were asked for, or none, and have a next one. */
  async page({ fromMs, untilMs, from, limit, ...wanted }: AccessQuestion): Promise<AccessPage> {
    const topic = await this.topic();
    const { start, end } = await topic.bounds();
    const first = from ?? (await topic.offsetAt(fromMs));
    const records: AccessRecord[] = [];
    let next = Math.max(first, start);
    const stopAt = next + MOST_LOOKED_AT;
    while (next < end && records.length < limit && next < stopAt) {
      const stored = await topic.read(next);
      if (stored.length === 0) break;
      for (const { offset, value } of stored) {
        next = offset + 1;
        const record = value === null ? undefined : recordIn(value);
        if (record !== undefined && isWanted(record, { fromMs, untilMs, ...wanted })) records.push(record);
        if (records.length === limit) break;
      }
    }
    const isOver = next >= end || next >= (await topic.offsetAt(untilMs + LATE_MS));
    return { records, next: isOver ? undefined : next };
  }

  async close(): Promise<void> {
    const { opening } = this;
    this.opening = undefined;
    await opening?.then((topic) => topic.close()).catch(() => undefined);
  }

  private topic(): Promise<AccessTopic> {
    this.opening ??= this.open();
    return this.opening;
  }

  private async open(): Promise<AccessTopic> {
    try {
      const topic = await AccessTopic.open(this.settings);
      this.told = topic.notice;
      return topic;
    } catch (error) {
      this.opening = undefined;
      throw new Error(reasonOf(error), { cause: error });
    }
  }
}

/** A record is kept behind what it tells of: by a minute, or by as long as the brokers were away. */
const LATE_MS = 24 * 60 * 60_000;

function isWanted(
  { at, actor, outcome }: AccessRecord,
  wanted: Pick<AccessQuestion, 'fromMs' | 'untilMs' | 'actor' | 'outcome'>,
): boolean {
  const atMs = Date.parse(at);
  return (
    atMs >= wanted.fromMs &&
    atMs < wanted.untilMs &&
    (wanted.actor === undefined || wanted.actor === actor) &&
    (wanted.outcome === undefined || wanted.outcome === outcome)
  );
}

/** Nothing where somebody else has written there what is no record. */
function recordIn(value: Buffer): AccessRecord | undefined {
  try {
    return accessRecord.safeParse(JSON.parse(value.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
