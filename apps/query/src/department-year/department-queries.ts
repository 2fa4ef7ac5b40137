import { streamOf, type Version } from '#domain';
import {
  type Database,
  type DepartmentKey,
  type DepartmentYear,
  type HeldLine,
  readDepartmentYear,
  readFreezes,
  readTransits,
  type StreamStanding,
  type TransitsReading,
} from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { DATABASE } from '../configuration';
import { unknownStream } from '../streams/stream-queries';

export class ReadDepartmentYear extends Query<DepartmentYear> {
  constructor(
    readonly key: DepartmentKey,
    readonly fiscalYear: number,
    readonly version: Version,
  ) {
    super();
  }
}

/** The transfers between a department and others, of one year or of all. */
export class ReadTransits extends Query<TransitsReading> {
  constructor(
    readonly key: DepartmentKey,
    readonly fiscalYear: number | undefined,
    readonly version: Version,
  ) {
    super();
  }
}

/** What freezes still hold, of one year or of all. */
export class ReadFreezes extends Query<{ standing: StreamStanding; held: HeldLine[] }> {
  constructor(
    readonly key: DepartmentKey,
    readonly fiscalYear: number | undefined,
    readonly version: Version,
  ) {
    super();
  }
}

@QueryHandler(ReadDepartmentYear)
export class ReadDepartmentYearHandler implements IQueryHandler<ReadDepartmentYear> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ key, fiscalYear, version }: ReadDepartmentYear): Promise<DepartmentYear> {
    return (await readDepartmentYear(this.database, key, fiscalYear, version)) ?? unknownStream(streamOf(key));
  }
}

@QueryHandler(ReadTransits)
export class ReadTransitsHandler implements IQueryHandler<ReadTransits> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ key, fiscalYear, version }: ReadTransits): Promise<TransitsReading> {
    return (await readTransits(this.database, key, fiscalYear, version)) ?? unknownStream(streamOf(key));
  }
}

@QueryHandler(ReadFreezes)
export class ReadFreezesHandler implements IQueryHandler<ReadFreezes> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ key, fiscalYear, version }: ReadFreezes): Promise<{ standing: StreamStanding; held: HeldLine[] }> {
    return (await readFreezes(this.database, key, fiscalYear, version)) ?? unknownStream(streamOf(key));
  }
}
