import { dimensionsOf, type Fen, lineKeyOf, previewCarryOver, streamOf, sumFen, yuanOf } from '#domain';
import { type DepartmentKey, readDepartmentYearLines, type ReadModels } from '#read-model';
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
import type { carryOverAnswer } from './carry-over-answer';
import { carryOverAsCsv } from './carry-over-csv';
import type { carryOverQuery } from './department-year-request';

type CarryOverJson = z.infer<typeof carryOverAnswer>;
type Preview = ReturnType<typeof previewCarryOver>;

/** What is left of a department's year line by line, and what year-end would make of it. The totals are of all lines, on whatever page. */
export class GetCarryOver extends Query<Answer<CarryOverJson> | Unknown> {
  constructor(
    readonly at: DepartmentKey & { year: number },
    readonly asked: z.infer<typeof carryOverQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetCarryOver)
export class GetCarryOverHandler implements IQueryHandler<GetCarryOver> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({ at: { year, ...key }, asked }: GetCarryOver): Promise<Answer<CarryOverJson> | Unknown> {
    const { cursor, limit } = asked;
    const { database } = await this.readModels.serving(cursor?.readModel);
    const version = versionOf(asked, cursor);
    const reading = await readDepartmentYearLines(database, key, year, version);
    if (reading === undefined) return unknownStream(streamOf(key));
    const { stream, standing, closed, lines } = reading;
    const preview = previewCarryOver(year, lines);
    const page = { cursor, limit, standing };
    const { items, next } = pageOf(preview, ({ line }) => lineKeyOf(line), page);
    const shown = items.map(previewLineOf);
    const label = askedLabel(asked);
    return {
      standing,
      ...next,
      file: `${key.division}-${key.department}-${year}-carry-over`,
      label,
      csv: () => csvPieces(carryOverAsCsv(year, shown), label),
      json: () => ({
        stream,
        year,
        intoYear: year + 1,
        closed,
        lines: shown,
        totals: totalsOf(preview),
        ...next,
        ...stoodOn(standing, version),
      }),
    };
  }
}

function previewLineOf({ line, leftFen, kind, into, posting }: Preview[number]) {
  return {
    ...dimensionsOf(line),
    leftYuan: yuanOf(leftFen),
    frozenYuan: yuanOf(line.frozen),
    kind,
    into,
    ...(posting === undefined ? {} : { posting }),
  };
}

function totalsOf(preview: Preview): CarryOverJson['totals'] {
  const total = (amounts: readonly Fen[]): string => yuanOf(sumFen(amounts));
  const leftOf = (wanted: string): Fen[] => preview.filter(({ kind }) => kind === wanted).map(({ leftFen }) => leftFen);
  return {
    carryForwardYuan: total(leftOf('carry-forward')),
    surplusYuan: total(leftOf('surplus')),
    frozenYuan: total(preview.map(({ line }) => line.frozen)),
  };
}
