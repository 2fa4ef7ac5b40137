// What an event of the example year costs: bytes in the log, memory of a ledger, rows in Postgres, and time to make each of them again.
import pg from 'pg';

import { summary } from '../support/stats.mjs';
import { shown, tableText } from '../support/table.mjs';
import { project } from './history.mjs';

/** What the rounds measured, by name; rates in events a second, sizes in bytes for each event. */
export async function measureHolding(bench) {
  const { servers, settings } = bench;
  const topicPrefix = await servers.ledger('holding');
  const place = { brokers: servers.brokers, topicPrefix };
  const writer = bench.child('years.mjs');
  const written = await writer.call('write', { ...place, departments: settings.yearDepartments });
  await writer.stop();
  const { records, unitYears, bytesEach } = written;
  bench.say(`a year of ${unitYears} units: ${records} records of ${Math.round(bytesEach)} bytes`);
  const figures = {
    eventsPerUnitYear: [records / unitYears],
    valueBytes: [bytesEach],
    logBytes: [(servers.logBytes(`${topicPrefix}.events`) ?? Number.NaN) / records],
    memoryBytes: [],
    snapshotBytes: [],
    foldPerSecond: [],
    restorePerSecond: [],
    projectPerSecond: [],
    databaseBytes: [],
  };
  for (let round = 1; round <= settings.heavyRounds; round += 1) {
    bench.say(`round ${round} of ${settings.heavyRounds}: fold, restore, project`);
    const reader = bench.child('years.mjs', { execArgv: ['--expose-gc'] });
    const { foldMs, restoreMs, memoryMiB, snapshotBytes } = await reader.call('fold', place);
    await reader.stop();
    figures.memoryBytes.push((memoryMiB * 1024 ** 2) / records);
    figures.snapshotBytes.push(snapshotBytes / records);
    figures.foldPerSecond.push((records * 1_000) / foldMs);
    figures.restorePerSecond.push((records * 1_000) / restoreMs);
    const { url, perSecond } = await project(bench, { ...place, records }, 'holding');
    figures.projectPerSecond.push(perSecond);
    figures.databaseBytes.push((await tableBytes(url)) / records);
  }
  // Brokers that are not ours do not show their files: then the values alone are counted.
  if (Number.isNaN(figures.logBytes[0])) figures.logBytes = figures.valueBytes;
  return figures;
}

async function tableBytes(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select sum(pg_total_relation_size(oid))::float as bytes from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    return rows[0].bytes;
  } finally {
    await client.end();
  }
}

const WORDS = [
  ['eventsPerUnitYear', 'events of a unit in the example year', ''],
  ['valueBytes', 'value of a record', 'bytes'],
  ['logBytes', 'the same in the log’s files, with key and headers, one replica', 'bytes'],
  ['memoryBytes', 'memory of a ledger for each event: id, line, days, what can be reversed', 'bytes'],
  ['snapshotBytes', 'snapshot for each event', 'bytes'],
  ['databaseBytes', 'Postgres for each event, rows and indexes', 'bytes'],
  ['foldPerSecond', 'a ledger that starts from the log alone', 'events/s'],
  ['restorePerSecond', 'a ledger that starts from snapshots', 'events/s'],
  ['projectPerSecond', 'one projector from scratch', 'events/s'],
];

export function describeHolding(figures) {
  const lines = WORDS.map(([name, words, unit]) => [words, `${shown(summary(figures[name]))} ${unit}`.trim()]);
  return tableText(['what', 'measured'], lines);
}
