import { ACCESS_RECORDS, type AccessRecords } from '#access';
import { reasonOf } from '#basics';
import { Problem } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';

import { invalidRequest } from '../http/valid';
import type { AccessAnswer } from './access-answer';
import type { accessQuery } from './access-request';

const DAY_MS = 24 * 60 * 60 * 1_000;
const SHANGHAI_MS = 8 * 60 * 60 * 1_000;
const USUAL_DAYS = 7;

/** Reads who was refused what, and who read much at once, straight from budget.access. */
@Injectable()
export class GetAccess {
  constructor(@Inject(ACCESS_RECORDS) private readonly records: AccessRecords | undefined) {}

  async execute({ from, to, actor, outcome, limit, cursor }: z.output<typeof accessQuery>): Promise<AccessAnswer> {
    const last = to ?? dayAt(Date.now());
    const first = from ?? dayAt(startOf(last) - (USUAL_DAYS - 1) * DAY_MS);
    if (first > last) {
      throw invalidRequest([{ field: 'from', message: '不得晚于 to。 must not lie behind to' }]);
    }
    const span = { fromMs: startOf(first), untilMs: startOf(last) + DAY_MS };
    const { records, next } = await this.page({ ...span, actor, outcome, limit, from: cursor });
    return { from: first, to: last, records, ...(next === undefined ? {} : { next: String(next) }) };
  }

  private async page(asked: Parameters<AccessRecords['page']>[0]): ReturnType<AccessRecords['page']> {
    if (this.records === undefined) throw notRead('KAFKA_BROKERS');
    try {
      return await this.records.page(asked);
    } catch (error) {
      throw notRead(reasonOf(error));
    }
  }
}

function notRead(why: string): Problem {
  return new Problem('unavailable', {
    zh: `目前无法读取访问记录（${why}）。`,
    en: `The records of access cannot be read at the moment: ${why}.`,
  });
}

function dayAt(ms: number): string {
  return new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10);
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) - SHANGHAI_MS;
}
