import type { Scope } from '#access';
import { streamOf } from '#domain';
import { type DepartmentKey, isInTransit, readTransits, type Transit, type ReadModels } from '#read-model';
import { csvPieces } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { pageOf } from '../http/page';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import { unknownStream } from '../streams/unknown-stream';
import { seenBy } from './seen-streams';
import type { transitsQuery } from './department-year-request';
import type { transitsAnswer } from './transits-answer';
import { transitsAsCsv } from './transits-csv';

type TransitsAnswer = Answer<z.infer<typeof transitsAnswer>>;

/** The transfers between a department and others, of one year or of all, all or by where they stand. */
export class GetTransits extends Query<TransitsAnswer | Unknown> {
  constructor(
    readonly key: DepartmentKey,
    readonly asked: z.infer<typeof transitsQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetTransits)
export class GetTransitsHandler implements IQueryHandler<GetTransits> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ key, asked, scope }: GetTransits): Promise<TransitsAnswer | Unknown> {
    const { year, status, limit, cursor } = asked;
    const { database } = await this.readModels.serving(cursor?.readModel);
    const stream = streamOf(key);
    const version = versionOf(asked, cursor);
    const reading = await readTransits(database, key, year, version, seenBy(scope));
    if (reading === undefined) return unknownStream(stream);
    const { standing, transits } = reading;
    const wanted = transits.filter((transit) => status === undefined || isIn(status, transit));
    const page = { cursor, limit, standing };
    const { items, next } = pageOf(wanted, ({ transitId }) => transitId, page);
    const label = askedLabel(asked);
    return {
      standing,
      ...next,
      file: `${key.division}-${key.department}-transits${status === undefined ? '' : `-${status}`}`,
      label,
      csv: () => csvPieces(transitsAsCsv(items), label),
      json: () => ({ stream, transits: items, ...next, ...stoodOn(standing, version) }),
    };
  }
}

function isIn(status: Transit['status'] | 'open', transit: Transit): boolean {
  return status === 'open' ? isInTransit(transit) : transit.status === status;
}
