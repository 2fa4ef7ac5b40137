import type { Scope } from '#access';
import { readDivisionTrail, type ReadModels } from '#read-model';
import { csvPieces } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { nextOf } from '../http/page';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { unknownPlace } from '../reading/unknown-place';
import type { divisionEventsAnswer } from './audit-trail-answer';
import { auditTrailAsCsv } from './audit-trail-csv';
import type { divisionEventsQuery } from './audit-trail-request';
import { trailFilterOf } from './trail-filter-request';

type DivisionTrailAnswer = Answer<z.infer<typeof divisionEventsAnswer>>;

/** The events of those departments of a division that their auditor may see, the newest first. All pages are of the state of the first one. */
export class GetDivisionTrail extends Query<DivisionTrailAnswer | Unknown> {
  constructor(
    readonly division: string,
    readonly asked: z.infer<typeof divisionEventsQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetDivisionTrail)
export class GetDivisionTrailHandler implements IQueryHandler<GetDivisionTrail> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ division, asked, scope }: GetDivisionTrail): Promise<DivisionTrailAnswer | Unknown> {
    const { cursor, limit } = asked;
    const { database } = await this.readModels.serving(cursor?.readModel);
    const question = { division, after: cursor?.after ?? '', limit, filter: trailFilterOf(asked) };
    const within = scope.within({ division });
    const page = await readDivisionTrail(database, { ...question, within }, versionOf(asked, cursor));
    if (page === undefined) return unknownPlace({ division });
    const { standing, events } = page;
    const next = nextOf(standing, page.next);
    const label = askedLabel(asked);
    return {
      standing,
      ...next,
      file: `${division}-events`,
      label,
      csv: () => csvPieces(auditTrailAsCsv(events), label),
      json: () => ({ division, events, ...next, ...stoodOn(standing, versionOf(asked)) }),
    };
  }
}
