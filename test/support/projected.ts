import { type Database, Projection } from '#read-model';

import type { World } from '../../libs/domain/test/random-years';
import { TestLog, TestReader } from './test-log';

/** All of a log into tables that are empty, or stand where an earlier part of it ended. */
export async function projectAll(log: TestLog, database: Database): Promise<void> {
  const reader = new TestReader(log, new Projection(database, log.partitions));
  await reader.start();
  await reader.finish();
}

/** Another history in tables of the same name, in place of the one that they hold. */
export async function projectAnew(world: Pick<World, 'decided'>, database: Database): Promise<void> {
  await database.query(
    'truncate checkpoint, stream_head, unit_year, budget_line, event, posting, transit_leg, saying, search_name',
  );
  const log = new TestLog();
  for (const { stream, command, event } of world.decided)
    log.append(stream, { ...event, commandid: command.commandId });
  await projectAll(log, database);
}
