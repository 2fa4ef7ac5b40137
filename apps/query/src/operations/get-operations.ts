import { reasonOf } from '#basics';
import { readStanding, type ReadModels, type Standing } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import { stopAnswer } from '../http/stops';
import { StoredRecords } from '../records/stored-records';
import { Followers } from '../subscriptions/followers';
import { logLag } from './log-lag';
import type { operationsAnswer } from './operations-answer';

type Operations = z.infer<typeof operationsAnswer>;

/** How things stand for who runs the services; each part is told also while another cannot be. */
export class GetOperations extends Query<Operations> {}

@QueryHandler(GetOperations)
export class GetOperationsHandler implements IQueryHandler<GetOperations> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly records: StoredRecords,
    private readonly followers: Followers,
  ) {}

  async execute(): Promise<Operations> {
    const now = Date.now();
    const standing = await this.standing();
    return {
      at: new Date(now).toISOString(),
      lag: await this.lag(standing, now),
      stopped: 'why' in standing ? [] : [...standing.stopped.values()].map(stopAnswer),
      connected: this.followers.connected(),
    };
  }

  private async standing(): Promise<Standing | { why: string }> {
    try {
      return await readStanding((await this.readModels.serving()).database);
    } catch (error) {
      return { why: reasonOf(error) };
    }
  }

  private async lag(standing: Standing | { why: string }, now: number): Promise<Operations['lag']> {
    if ('why' in standing) return { partitions: [], unavailable: standing.why };
    try {
      return { partitions: await logLag(this.records, standing.next, now) };
    } catch (error) {
      return { partitions: [], unavailable: reasonOf(error) };
    }
  }
}
