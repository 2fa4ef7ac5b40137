import type { Scope } from '#access';
import {
  AMOUNT_COLUMNS,
  amountsInYuan,
  countedBy,
  isPool,
  type Line,
  type LineAmounts,
  streamOf,
  sumFen,
  type Version,
  yuanOf,
} from '#domain';
import { type DepartmentKey, type DepartmentYear, readDepartmentYear, type ReadModels } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { READ_MODELS } from '../configuration';
import type { Answer, Unknown } from '../http/answer';
import { stoodOn } from '../http/standing';
import { lineAnswerOf } from '../lines/made-line';
import { unknownStream } from '../streams/unknown-stream';
import { seenBy } from './seen-streams';
import type { departmentYearAnswer } from './department-year-answer';

type DepartmentYearJson = z.infer<typeof departmentYearAnswer>;

/** A department's year: closed or not, what is not handed down yet, ceilings, and transfers in transit. */
export class GetDepartmentYear extends Query<Answer<DepartmentYearJson> | Unknown> {
  constructor(
    readonly at: DepartmentKey & { year: number },
    readonly version: Version,
    readonly scope: Scope,
  ) {
    super();
  }
}

@QueryHandler(GetDepartmentYear)
export class GetDepartmentYearHandler implements IQueryHandler<GetDepartmentYear> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute({
    at: { year, ...key },
    version,
    scope,
  }: GetDepartmentYear): Promise<Answer<DepartmentYearJson> | Unknown> {
    const { database } = await this.readModels.serving();
    const reading = await readDepartmentYear(database, key, year, version, seenBy(scope));
    if (reading === undefined) return unknownStream(streamOf(key));
    return { standing: reading.standing, json: () => departmentYearOf(year, reading, version) };
  }
}

export function departmentYearOf(
  year: number,
  { stream, standing, closed, lines, ceilings, inTransit }: DepartmentYear,
  version: Version,
): DepartmentYearJson {
  return {
    stream,
    year,
    closed,
    totals: amountsInYuan(totalOf(lines)),
    pool: lines.filter(({ unit }) => isPool(unit)).map(lineAnswerOf),
    ceilings: ceilings.map(({ scope, limitFen }) => {
      const currentFen = countedBy(scope, lines);
      return {
        scope,
        limitYuan: yuanOf(limitFen),
        currentYuan: yuanOf(currentFen),
        roomYuan: yuanOf(limitFen - currentFen),
      };
    }),
    inTransit,
    ...stoodOn(standing, version),
  };
}

function totalOf(lines: readonly Line[]): LineAmounts {
  const sums = AMOUNT_COLUMNS.map((column) => [column, sumFen(lines.map((line) => line[column]))]);
  return Object.fromEntries(sums) as LineAmounts;
}
