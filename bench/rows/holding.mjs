// What an event of the example year costs: bytes in the log, memory of a ledger, rows in Postgres, and time to make each of them again.
import { withReadModel } from '../support/read-model.mjs';
import { summary } from '../support/stats.mjs';
import { shown, tableText } from '../support/table.mjs';
import { memoryOf, project } from './history.mjs';

/** How much longer the longer one of two plain histories is. */
const LONGER = 4;

/** What the rounds measured, by name; rates in events a second, sizes in bytes for each event. */
export async function measureHolding(bench) {
  const { servers, settings } = bench;
  const topicPrefix = await servers.ledger('holding');
  const place = { brokers: servers.brokers, topicPrefix };
  const writer = bench.child('years.mjs');
  const written = await writer.call('write', { ...place, departments: settings.yearDepartments });
  await writer.stop();
  const { ends, records, unitYears, bytesEach } = written;
  bench.say(`a year of ${unitYears} units: ${records} records of ${Math.round(bytesEach)} bytes`);
  /** @type {Record<string, number[]>} */
  const figures = {
    eventsPerUnitYear: [records / unitYears],
    valueBytes: [bytesEach],
    logBytes: [(servers.logBytes(`${topicPrefix}.events`) ?? Number.NaN) / records],
    memoryBytes: [],
    snapshotBytes: [],
    pausePerMillion: [],
    foldPerSecond: [],
    restorePerSecond: [],
    projectPerSecond: [],
    databaseBytes: [],
  };
  for (let round = 1; round <= settings.heavyRounds; round += 1) {
    bench.say(`round ${round} of ${settings.heavyRounds}: fold, restore, project`);
    const reader = bench.child('years.mjs', { execArgv: ['--expose-gc'] });
    const { foldMs, restoreMs, memoryMiB, snapshotBytes, pauseMs } = await reader.call('fold', place);
    await reader.stop();
    figures.memoryBytes.push((memoryMiB * 1024 ** 2) / records);
    figures.snapshotBytes.push(snapshotBytes / records);
    figures.pausePerMillion.push((pauseMs * 1_000) / Math.max(...ends));
    figures.foldPerSecond.push((records * 1_000) / foldMs);
    figures.restorePerSecond.push((records * 1_000) / restoreMs);
    const { url, perSecond } = await project(bench, { ...place, records }, 'holding');
    figures.projectPerSecond.push(perSecond);
    figures.databaseBytes.push((await tableBytes(url)) / records);
  }
  Object.assign(figures, await measurePlainMemory(bench));
  // Brokers that are not ours do not show their files: then the values alone are counted.
  if (Number.isNaN(figures.logBytes[0])) figures.logBytes = figures.valueBytes;
  return figures;
}

/** Memory of the benchmark's plain history, whose commands all fall on the same day and on few lines. */
async function measurePlainMemory(bench) {
  const { servers, settings } = bench;
  const { brokers } = servers;
  const { departments } = settings;
  const folded = async (name, each) => {
    const topicPrefix = await servers.ledger(name);
    const writer = bench.child('history.mjs');
    await writer.call('write', { brokers, topicPrefix, departments, each });
    await writer.stop();
    const reader = bench.child('history.mjs', { execArgv: ['--expose-gc'] });
    const kept = await reader.call('fold', { brokers, topicPrefix });
    await reader.stop();
    return [{ departments, records: departments * each }, kept];
  };
  const short = await folded('plain', settings.plainEach);
  const long = await folded('plain-long', settings.plainEach * LONGER);
  const { perMillionMiB, perThousandMiB } = memoryOf(...short, ...long);
  return { perMillionMiB: [perMillionMiB], perThousandMiB: [perThousandMiB] };
}

async function tableBytes(url) {
  return withReadModel(url, async (client) => {
    const { rows } = await client.query(
      "select sum(pg_total_relation_size(oid))::float as bytes from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace",
    );
    return rows[0].bytes;
  });
}

const WORDS = [
  ['eventsPerUnitYear', 'events of a unit in the example year', ''],
  ['valueBytes', 'value of a record', 'bytes'],
  ['logBytes', 'the same in the log’s files, with key and headers, one replica', 'bytes'],
  ['memoryBytes', 'memory of a ledger for each event: id, line, days, what can be reversed', 'bytes'],
  ['perThousandMiB', 'the same for 1,000 departments of one unit, their commands apart (plain history)', 'MiB'],
  ['perMillionMiB', 'the same for a million commands that fall on one day and few lines (plain history)', 'MiB'],
  ['snapshotBytes', 'snapshot for each event', 'bytes'],
  ['pausePerMillion', 'pause of a ledger while it makes a snapshot, for each million events of the partition', 's'],
  ['databaseBytes', 'Postgres for each event, rows and indexes', 'bytes'],
  ['foldPerSecond', 'a ledger that starts from the log alone', 'events/s'],
  ['restorePerSecond', 'a ledger that starts from snapshots', 'events/s'],
  ['projectPerSecond', 'one projector from scratch', 'events/s'],
];

export function describeHolding(figures) {
  const lines = WORDS.map(([name, words, unit]) => [words, `${shown(summary(figures[name]))} ${unit}`.trim()]);
  return tableText(['what', 'measured'], lines);
}
