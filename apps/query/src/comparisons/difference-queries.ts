import type { Grouping } from '#domain';
import {
  type Database,
  type Difference,
  type DifferenceQuestion,
  type Driver,
  type EventName,
  type EventPlace,
  readDifference,
  readDrivers,
  readEventNames,
} from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { DATABASE } from '../configuration';

/** What the events between two states come to, posting by posting: of the lines named, or of all. */
export class ReadDifference extends Query<Difference | undefined> {
  constructor(
    readonly question: DifferenceQuestion,
    readonly lineKeys?: readonly string[],
  ) {
    super();
  }
}

/** The events that drive a difference most. */
export class ReadDrivers extends Query<{ byKey: Driver[]; ofTotal: Driver[] } | undefined> {
  constructor(
    readonly question: DifferenceQuestion,
    readonly grouping: Grouping,
    readonly most: number,
  ) {
    super();
  }
}

/** What events are told by, by `stream@revision`. */
export class ReadEventNames extends Query<Map<string, EventName>> {
  constructor(readonly places: readonly EventPlace[]) {
    super();
  }
}

@QueryHandler(ReadDifference)
export class ReadDifferenceHandler implements IQueryHandler<ReadDifference> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  execute({ question, lineKeys }: ReadDifference): Promise<Difference | undefined> {
    return readDifference(this.database, question, lineKeys);
  }
}

@QueryHandler(ReadDrivers)
export class ReadDriversHandler implements IQueryHandler<ReadDrivers> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  execute({ question, grouping, most }: ReadDrivers): Promise<{ byKey: Driver[]; ofTotal: Driver[] } | undefined> {
    return readDrivers(this.database, question, grouping, most);
  }
}

@QueryHandler(ReadEventNames)
export class ReadEventNamesHandler implements IQueryHandler<ReadEventNames> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  execute({ places }: ReadEventNames): Promise<Map<string, EventName>> {
    return readEventNames(this.database, places);
  }
}
