import type { Scope } from '#access';
import { readLines, type ReadModels } from '#read-model';
import { csvPieces } from '#report';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { askedLabel } from '../http/asked-version';
import { nameOf } from '../http/file-name';
import { nextOf } from '../http/page';
import { stoodOn } from '../http/standing';
import { versionOf } from '../http/version';
import type { YearPlace } from '../reading/known-year';
import { unknownPlace, unknownYear } from '../reading/unknown-place';
import type { linesAnswer } from './lines-answer';
import { linesAsCsv } from './lines-csv';
import type { linesQuery } from './lines-request';
import { madeLineOf } from './made-line';

type LinesAnswer = Answer<z.infer<typeof linesAnswer>>;

/** The lines of a place's year that its reader may see, each with the events that made it. All pages are of the state of the first one. */
export class GetLines extends Query<LinesAnswer | Unknown> {
  constructor(
    readonly at: YearPlace,
    readonly asked: z.infer<typeof linesQuery>,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetLines)
export class GetLinesHandler implements IQueryHandler<GetLines> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ at, asked, scope }: GetLines): Promise<LinesAnswer | Unknown> {
    const { database } = await this.readModels.serving(asked.cursor?.readModel);
    const { year, ...place } = at;
    const page = { after: asked.cursor?.after ?? '', limit: asked.limit, within: scope.within(at), sort: asked.sort };
    const reading = await readLines(database, place, year, versionOf(asked, asked.cursor), page);
    if (reading === undefined) return unknownPlace(place);
    const { standing, units, lines } = reading;
    const isKnown = lines.length > 0 || units.some(({ years }) => years.includes(year));
    if (!isKnown) return unknownYear(place, units, year);
    const next = nextOf(standing, reading.next);
    const label = askedLabel(asked);
    return {
      standing,
      ...next,
      file: `${nameOf(place)}-${year}-lines`,
      label,
      csv: () => csvPieces(linesAsCsv(year, lines), label),
      json: () => ({
        ...at,
        lines: lines.map((line) => madeLineOf(place.division, line)),
        ...next,
        ...stoodOn(standing, versionOf(asked)),
      }),
    };
  }
}
