import type { Scope } from '#access';
import { streamOf } from '#domain';
import { type DepartmentKey, readTimeline, type ReadModels, type TimelinePage } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { unknownStream } from '../streams/unknown-stream';
import type { timelineAnswer } from './timeline-answer';
import type { timelineQuery } from './timeline-request';

type TimelineAnswer = z.infer<typeof timelineAnswer>;

/** When something changed of what a reader may see of a stream. */
export class GetTimeline extends Query<Answer<TimelineAnswer> | Unknown> {
  constructor(
    readonly key: DepartmentKey,
    readonly asked: z.output<typeof timelineQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ key, asked, scope }: GetTimeline): Promise<Answer<TimelineAnswer> | Unknown> {
    const { year, after, limit } = asked;
    const { database } = await this.readModels.serving();
    const stream = streamOf(key);
    const version = versionOf(asked);
    const within = scope.covers(key) ? undefined : scope.extents;
    const page = await readTimeline(database, { stream, year, after, limit, within }, version);
    if (page === undefined) return unknownStream(stream);
    const { standing, next } = page;
    return {
      standing,
      next: next === undefined ? undefined : String(next),
      json: () => ({
        stream,
        ...columnsOf(page),
        ...(next === undefined ? {} : { next }),
        ...stoodOn(standing, version),
      }),
    };
  }
}

function columnsOf({ events }: TimelinePage) {
  const types = [...new Set(events.map(({ type }) => type))];
  const partition = events[0]?.partition;
  return {
    ...(partition === undefined ? {} : { partition }),
    types,
    events: {
      revision: events.map(({ revision }) => revision),
      type: events.map(({ type }) => types.indexOf(type)),
      effectiveOn: events.map(({ effectiveDate }) => effectiveDate),
      recordedAt: events.map(({ recordedAt }) => recordedAt.getTime()),
      offset: events.map(({ offset }) => offset),
    },
  };
}
