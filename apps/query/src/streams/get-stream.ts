import type { Version } from '#domain';
import { readStream, type ReadModels } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
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
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ stream, version }: GetStream): Promise<StreamAnswer | Unknown> {
    const { database } = await this.readModels.serving();
    const standing = await readStream(database, stream, version);
    if (standing === undefined) return unknownStream(stream);
    const { basis: _basis, recordedAt: _recordedAt, readModel: _readModel, ...shown } = standing;
    const { effectiveOn } = version;
    return { standing, json: () => ({ ...shown, ...(effectiveOn === undefined ? {} : { effectiveOn }) }) };
  }
}
