import type { Version } from '#domain';
import { Problem } from '#platform';
import { type AuditPage, type Database, readAuditPage, readStream, type StreamStanding } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { DATABASE } from '../configuration';

export class ReadStream extends Query<StreamStanding> {
  constructor(
    readonly stream: string,
    readonly version: Version,
  ) {
    super();
  }
}

/** The events of a stream after a revision. */
export class ReadAuditPage extends Query<AuditPage> {
  constructor(
    readonly stream: string,
    readonly after: number,
    readonly limit: number,
    readonly version: Version,
  ) {
    super();
  }
}

@QueryHandler(ReadStream)
export class ReadStreamHandler implements IQueryHandler<ReadStream> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ stream, version }: ReadStream): Promise<StreamStanding> {
    return (await readStream(this.database, stream, version)) ?? unknownStream(stream);
  }
}

@QueryHandler(ReadAuditPage)
export class ReadAuditPageHandler implements IQueryHandler<ReadAuditPage> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ stream, after, limit, version }: ReadAuditPage): Promise<AuditPage> {
    return (await readAuditPage(this.database, { stream, after, limit }, version)) ?? unknownStream(stream);
  }
}

export function unknownStream(stream: string): never {
  throw new Problem('not-found', {
    zh: `${stream} 没有任何记录，或当时还没有。`,
    en: `Stream ${stream} has no event, or had none by then.`,
  });
}
