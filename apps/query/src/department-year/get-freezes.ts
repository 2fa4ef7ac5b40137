import type { Scope } from '#access';
import { eventIdOf, lineKeyOf, streamOf } from '#domain';
import { type DepartmentKey, type HeldLine, readFreezes, type ReadModels } from '#read-model';
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
import type { yearListQuery } from './department-year-request';
import type { freezesAnswer } from './freezes-answer';
import { freezesAsCsv } from './freezes-csv';

type FreezesAnswer = Answer<z.infer<typeof freezesAnswer>>;

/** What freezes of a department still hold of lines that its reader may see, of one year or of all. */
export class GetFreezes extends Query<FreezesAnswer | Unknown> {
  constructor(
    readonly key: DepartmentKey,
    readonly asked: z.infer<typeof yearListQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetFreezes)
export class GetFreezesHandler implements IQueryHandler<GetFreezes> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ key, asked, scope }: GetFreezes): Promise<FreezesAnswer | Unknown> {
    const { year, limit, cursor } = asked;
    const { database } = await this.readModels.serving(cursor?.readModel);
    const stream = streamOf(key);
    const version = versionOf(asked, cursor);
    const reading = await readFreezes(database, key, year, version);
    if (reading === undefined) return unknownStream(stream);
    const { standing } = reading;
    const held = reading.held.filter(({ line: { unit }, fiscalYear: year }) => scope.covers({ ...key, unit, year }));
    const { items, next } = pageOf(held, heldKeyOf, { cursor, limit, standing });
    const label = askedLabel(asked);
    return {
      standing,
      ...next,
      file: `${key.division}-${key.department}-freezes`,
      label,
      csv: () => csvPieces(freezesAsCsv(items), label),
      json: () => ({
        stream,
        held: items.map((line) => ({ ...line, freezeEventId: eventIdOf({ stream, revision: line.freezeRevision }) })),
        ...next,
        ...stoodOn(standing, version),
      }),
    };
  }
}

function heldKeyOf({ freezeRevision, fiscalYear, line }: HeldLine): string {
  return `${freezeRevision}|${fiscalYear}|${lineKeyOf(line)}`;
}
