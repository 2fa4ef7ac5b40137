import { streamOf } from '#domain';
import { type DepartmentKey, readAuditPage, type ReadModels } from '#read-model';
import { csvPieces } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import type { eventsAnswer } from './audit-trail-answer';
import { auditTrailAsCsv } from './audit-trail-csv';
import type { eventsQuery } from './audit-trail-request';
import { trailFilterOf } from './trail-filter-request';
import { unknownStream } from './unknown-stream';

type AuditTrailAnswer = Answer<z.infer<typeof eventsAnswer>>;

/** The events of a stream after a revision. */
export class GetAuditTrail extends Query<AuditTrailAnswer | Unknown> {
  constructor(
    readonly key: DepartmentKey,
    readonly asked: z.infer<typeof eventsQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetAuditTrail)
export class GetAuditTrailHandler implements IQueryHandler<GetAuditTrail> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ key, asked }: GetAuditTrail): Promise<AuditTrailAnswer | Unknown> {
    const { after, limit } = asked;
    const { database } = await this.readModels.serving();
    const stream = streamOf(key);
    const version = versionOf(asked);
    const filter = trailFilterOf(asked);
    const page = await readAuditPage(database, { stream, after, limit, filter }, version);
    if (page === undefined) return unknownStream(stream);
    const { standing, events, next } = page;
    const label = askedLabel(asked);
    return {
      standing,
      next: next === undefined ? undefined : String(next),
      file: `${key.division}-${key.department}-events-after-${after}`,
      label,
      csv: () => csvPieces(auditTrailAsCsv(events), label),
      json: () => ({ stream, events, ...(next === undefined ? {} : { next }), ...stoodOn(standing, version) }),
    };
  }
}
