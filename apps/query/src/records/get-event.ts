import { streamOf, type Version } from '#domain';
import { type DepartmentKey, type Neighbour, readAuditPage, readNeighbours, type ReadModels } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { READ_MODELS } from '../configuration';
import { type Answer, Unknown } from '../http/answer';
import { stoodOn } from '../http/standing';
import { unknownStream } from '../streams/unknown-stream';
import type { EventAnswer } from './event-answer';
import { StoredRecords } from './stored-records';

/** One event of the trail, with its record as the log holds it and what stands on either side of it. */
export class GetEvent extends Query<Answer<EventAnswer> | Unknown> {
  constructor(
    readonly key: DepartmentKey,
    readonly revision: number,
    readonly version: Version,
  ) {
    super();
  }
}

@QueryHandler(GetEvent)
export class GetEventHandler implements IQueryHandler<GetEvent> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(StoredRecords) private readonly records: StoredRecords,
  ) {}

  async execute({ key, revision, version }: GetEvent): Promise<Answer<EventAnswer> | Unknown> {
    const { database } = await this.readModels.serving();
    const stream = streamOf(key);
    const page = await readAuditPage(database, { stream, after: revision - 1, limit: 1 }, version);
    if (page === undefined) return unknownStream(stream);
    const { standing } = page;
    const [event] = page.events;
    if (event?.revision !== revision) return unknownRevision(stream, revision);
    const { before, behind } = await readNeighbours(database, { stream, revision, newest: standing.revision });
    const stored = await this.records.of(event);
    // What was read from the log is part of what the answer stands on.
    const basis = `${standing.basis};${stored.record?.sha256 ?? 'without'}`;
    const linked = ({ revision: at, hash, prevhash }: Neighbour) => {
      return { revision: at, hash, prevhash, href: `/v1/streams/${stream}/events/${at}` };
    };
    return {
      standing: { ...standing, basis },
      json: () => ({
        stream,
        event,
        ...stored,
        ...(before === undefined ? {} : { before: linked(before) }),
        ...(behind === undefined ? {} : { behind: linked(behind) }),
        ...stoodOn(standing, version),
      }),
    };
  }
}

function unknownRevision(stream: string, revision: number): Unknown {
  return new Unknown({
    zh: `${stream} 没有第 ${revision} 版，或当时还没有。`,
    en: `Stream ${stream} has no revision ${revision}, or had none by then.`,
  });
}
