import type { Version } from '#domain';
import { type Database, readStream } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { DATABASE } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import type { streamAnswer } from './stream-answer';
import { unknownStream } from './unknown-stream';

type StreamAnswer = Answer<z.infer<typeof streamAnswer>>;

/** Where a stream stands. */
export class GetStream extends Query<StreamAnswer | Unknown> {
  constructor(
    readonly stream: string,
    readonly version: Version,
  ) {
    super();
  }
}

@QueryHandler(GetStream)
export class GetStreamHandler implements IQueryHandler<GetStream> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ stream, version }: GetStream): Promise<StreamAnswer | Unknown> {
    const standing = await readStream(this.database, stream, version);
    if (standing === undefined) return unknownStream(stream);
    const { basis: _basis, recordedAt: _recordedAt, ...shown } = standing;
    const { effectiveOn } = version;
    return { standing, json: () => ({ ...shown, ...(effectiveOn === undefined ? {} : { effectiveOn }) }) };
  }
}
