// Long histories: projected, verified and folded; tables with few and many departments; and everything again with ten times the history.
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { departmentOf, supplements } from '../support/commands.mjs';
import { callers, measure } from '../support/load.mjs';
import { residentMiB } from '../support/processes.mjs';
import { withReadModel } from '../support/read-model.mjs';
import { latencies, row } from '../support/table.mjs';

const FEW_DEPARTMENTS = 10;
const TEN_TIMES = 10;

/** Writes one log: so many events of each of so many departments. */
export async function writeHistory(bench, name, size) {
  const { servers } = bench;
  const writer = bench.child('history.mjs');
  const topicPrefix = await servers.ledger(name);
  const { ends, bytesEach } = await writer.call('write', { brokers: servers.brokers, topicPrefix, ...size });
  await writer.stop();
  const records = ends.reduce((sum, end) => sum + end, 0);
  bench.say(`history ${name}: ${records} records of ${Math.round(bytesEach)} bytes`);
  return { topicPrefix, ends, records, ...size };
}

/** Writes three logs: the usual one, one with few departments, and one that is ten times as long. */
async function writeHistories(bench) {
  const { departments, eventsEach } = bench.settings;
  return {
    usual: await writeHistory(bench, 'usual', { departments, each: eventsEach }),
    few: await writeHistory(bench, 'few', { departments: FEW_DEPARTMENTS, each: eventsEach }),
    long: await writeHistory(bench, 'long', { departments, each: eventsEach * TEN_TIMES }),
  };
}

/** Starts a projector on an empty database and follows it to the end of the log: events a second, in all and in each half. */
export async function project(bench, history, name) {
  const url = await bench.servers.database(name);
  const { topicPrefix, records } = history;
  const port = await bench.servers.freePort();
  const env = { KAFKA_BROKERS: bench.servers.brokers.join(','), DATABASE_URL: url, TOPIC_PREFIX: topicPrefix };
  const begun = { at: performance.now(), done: 0 };
  const starting = bench.service('projector', port, env);
  const seen = await follow(url, records);
  const projector = await starting;
  await projector.stop();
  return { url, ...ratesOf(seen.length > 1 ? seen : [begun, ...seen], records) };
}

/** The first sight of rows is where the projector stands after its start, which is no part of its rate unless it is the only one. */
function ratesOf(seen, records) {
  const between = (from, to) => ((seen[to].done - seen[from].done) * 1_000) / (seen[to].at - seen[from].at);
  const last = seen.length - 1;
  const middle = seen.findIndex(({ done }) => done >= records / 2);
  return {
    perSecond: between(0, last),
    firstHalf: between(0, Math.max(1, middle)),
    secondHalf: between(Math.min(last - 1, middle), last),
  };
}

async function follow(url, records) {
  const seen = [];
  return withReadModel(url, async (client) => {
    for (;;) {
      const done = await client.query('select sum(next_offset)::float as done from checkpoint').then(
        ({ rows }) => rows[0].done ?? 0,
        // The projector has not made its tables yet.
        () => 0,
      );
      if (done > (seen.at(-1)?.done ?? 0)) seen.push({ at: performance.now(), done });
      if (done >= records) return seen;
      await delay(5);
    }
  });
}

/** Tables of both histories, for the reads; how fast they are filled is a scene of its own. */
async function projectBoth(bench, { usual, long }) {
  return {
    usual: (await project(bench, usual, 'projected')).url,
    long: (await project(bench, long, 'long')).url,
  };
}

/**
 * Verify and a fold beside kafkajs, which reads the same records and does nothing with them, and verify beside the least that any
 * verification takes.
 */
export async function measureReading(bench, { topicPrefix, ends, records }) {
  const { servers, settings } = bench;
  const { brokers } = servers;
  const topic = `${topicPrefix}.events`;
  const raw = bench.child('raw-kafka.mjs');
  await raw.call('open', { brokers, topic, sampleOf: topic, samples: 1 });
  const reader = bench.child('history.mjs');
  const least = bench.child('least-verification.mjs');
  const figures = { consume: [], least: [], verify: [], fold: [] };
  const note = (name, milliseconds) => figures[name].push((records * 1_000) / milliseconds);
  // A round before the first one warms the compilers and the page cache.
  for (let round = settings.warmUpSeconds > 0 ? -1 : 0; round < settings.heavyRounds; round += 1) {
    if (round === 0) for (const list of Object.values(figures)) list.length = 0;
    note('consume', await raw.call('consume', { topic, ends }));
    note('least', await least.call('read', { brokers, topicPrefix, records }));
    note('verify', await reader.call('verify', { brokers, topicPrefix, records }));
    note('fold', (await reader.call('fold', { brokers, topicPrefix })).milliseconds);
  }
  await Promise.all([raw.stop(), least.stop(), reader.stop()]);
  return figures;
}

/** How a topic is read, beside kafkajs alone; the second row tells how far any verification can come. */
export function besideKafkajs({ consume, least, verify, fold }, of = '') {
  const beside = { unit: 'records/s', beside: 'kafkajs consuming the same topic', peer: consume };
  const parsing = 'kafkajs, SHA-256 and JSON.parse in as many threads';
  return [
    row({ ...beside, work: `verify${of}`, ours: verify, reach: { least: 0.5 } }),
    row({ ...beside, work: `reading, SHA-256 and JSON.parse alone${of}`, ours: least }),
    row({ unit: 'records/s', work: `verify${of}`, ours: verify, beside: parsing, peer: least }),
    row({ ...beside, work: `full fold of a starting ledger${of}`, ours: fold, reach: { least: 0.5 } }),
  ];
}

function readingRows(long, usual) {
  const behind = { unit: 'records/s', beside: 'with the usual history', inverse: true, reach: { most: 1.15 } };
  return [
    ...besideKafkajs(long),
    row({ ...behind, work: 'verify with ten times the history', ours: long.verify, peer: usual.verify }),
    row({ ...behind, work: 'full fold with ten times the history', ours: long.fold, peer: usual.fold }),
  ];
}

async function measureTables(bench, { few }, urls) {
  const { servers, settings } = bench;
  const databases = { ...urls, few: (await project(bench, few, 'few')).url };
  const cells = new Map();
  for (const [name, url] of Object.entries(databases)) {
    const port = await servers.freePort();
    await bench.service('query', port, { DATABASE_URL: url, ...callers() });
    const client = bench.client(port);
    const departments = name === 'few' ? FEW_DEPARTMENTS : settings.departments;
    let n = 0;
    const send = () => {
      // Departments far apart, so that not always the same pages are read.
      const department = departmentOf((n++ * 7) % departments);
      return client.get(`/v1/units/361100/${department}001/years/2024/tables/5`);
    };
    cells.set(name, (times) => measure({ ...times, inFlight: 1, send }));
  }
  const results = await bench.rounds(cells);
  const p50 = (name) => results.get(name).map((result) => result.p50);
  const table = { unit: 'ms', ours: p50('usual') };
  return [
    row({
      ...table,
      work: `a unit's table over HTTP, ${settings.departments.toLocaleString('en')} departments, p50`,
      beside: `with ${FEW_DEPARTMENTS} departments`,
      peer: p50('few'),
      reach: { most: 1.3 },
    }),
    row({
      unit: 'ms',
      work: "a unit's table with ten times the history, p50",
      ours: p50('long'),
      beside: 'with the usual history',
      peer: p50('usual'),
      reach: { most: 1.15 },
    }),
  ];
}

/** The same commands against a ledger with the usual and one with ten times the history. */
async function measureWritingBehind(bench, histories) {
  const { servers, settings } = bench;
  const cells = new Map();
  for (const name of ['usual', 'long']) {
    const port = await servers.freePort();
    const { topicPrefix } = histories[name];
    await bench.service('ledger', port, {
      KAFKA_BROKERS: servers.brokers.join(','),
      TOPIC_PREFIX: topicPrefix,
      ...callers(),
    });
    const client = bench.client(port);
    for (const inFlight of [1, 128]) {
      cells.set(`${name} ${inFlight}`, (times) => {
        const next = supplements(bench.unique(), settings.departments);
        const send = () => client.post('/v1/commands', JSON.stringify(next()), 201);
        return measure({ ...times, inFlight, send });
      });
    }
    cells.set(`${name} batch`, (times) => {
      const next = supplements(bench.unique(), settings.departments);
      const send = () =>
        client.post('/v1/commands/batch', JSON.stringify({ commands: Array.from({ length: 100 }, next) }), 200);
      return measure({ ...times, inFlight: 1, commandsEach: 100, send });
    });
  }
  const results = await bench.rounds(cells);
  const behind = { beside: 'with the usual history', reach: { most: 1.15 } };
  const p50 = (name) => results.get(name).map((result) => result.p50);
  const rate = (name) => results.get(name).map(({ perSecond }) => perSecond);
  return [
    row({
      ...behind,
      work: 'one command by HTTP with ten times the history, p50',
      unit: 'ms',
      ours: p50('long 1'),
      peer: p50('usual 1'),
    }),
    row({
      ...behind,
      work: 'commands by HTTP, 128 in flight, with ten times the history',
      unit: 'commands/s',
      detail: latencies(results.get('long 128')),
      ours: rate('long 128'),
      peer: rate('usual 128'),
      inverse: true,
    }),
    row({
      ...behind,
      work: 'batches of 100 by HTTP with ten times the history',
      unit: 'commands/s',
      ours: rate('long batch'),
      peer: rate('usual batch'),
      inverse: true,
    }),
  ];
}

/** A ledger that starts: from the log alone, and from the snapshots that it kept. */
export async function measureStart(bench, { topicPrefix }) {
  const { servers, settings } = bench;
  const env = { KAFKA_BROKERS: servers.brokers.join(','), TOPIC_PREFIX: topicPrefix, ...callers() };
  const kept = { ...env, DATABASE_URL: await servers.database('snapshots'), SNAPSHOT_EVERY: '1' };
  const start = async (variables) => {
    const begun = performance.now();
    const ledger = await bench.service('ledger', await servers.freePort(), variables);
    const seconds = (performance.now() - begun) / 1_000;
    const memory = residentMiB(ledger.pid);
    await ledger.stop();
    return { seconds, memory };
  };
  // The first start with a database folds the history, and keeps its snapshots when it is stopped.
  await start(kept);
  const alone = [];
  const restored = [];
  for (let round = 0; round < settings.heavyRounds; round += 1) {
    alone.push(await start(env));
    restored.push(await start(kept));
  }
  const figures = (starts) => ({
    seconds: starts.map((each) => each.seconds),
    residentMiB: starts.map((each) => each.memory),
  });
  return { alone: figures(alone), restored: figures(restored) };
}

/** The start, and what is resident when the ledger is ready. */
export function startRows({ records }, { alone, restored }, { reach, mostMiB } = /** @type {any} */ ({})) {
  const start = `a ledger's start with ${records.toLocaleString('en')} records`;
  return [
    row({
      work: `${start}, from snapshots`,
      unit: 's',
      ours: restored.seconds,
      beside: 'from the log alone',
      peer: alone.seconds,
      reach,
    }),
    row({
      work: `${start}, resident after it, from the log alone`,
      unit: 'MiB',
      ours: alone.residentMiB,
      reach: mostMiB,
    }),
    row({
      work: `${start}, resident after it, from snapshots`,
      unit: 'MiB',
      ours: restored.residentMiB,
      reach: mostMiB,
    }),
  ];
}

/** A longer history of the same departments shows what commands add; the rest is the departments. */
export function memoryOf(usual, short, long, tall) {
  const perMillionMiB = ((tall.keptMiB - short.keptMiB) / (long.records - usual.records)) * 1_000_000;
  const ofDepartments = short.keptMiB - (perMillionMiB * usual.records) / 1_000_000;
  return { perMillionMiB, perThousandMiB: Math.max(0, ofDepartments / usual.departments) * 1_000 };
}

/** What a ledger keeps in memory when all garbage is gone, and whether repeats and refused attempts add to it. */
async function measureMemory(bench, { usual, long }) {
  const { brokers } = bench.servers;
  const folded = async ({ topicPrefix, departments, each }) => {
    const reader = bench.child('history.mjs', { execArgv: ['--expose-gc'] });
    const result = await reader.call('fold', { brokers, topicPrefix, repeat: { departments, each, rounds: 3 } });
    await reader.stop();
    return result;
  };
  const short = await folded(usual);
  const tall = await folded(long);
  const { perMillionMiB, perThousandMiB } = memoryOf(usual, short, long, tall);
  return [
    row({
      work: 'ledger memory for each 1,000 departments of one unit',
      unit: 'MiB',
      ours: [perThousandMiB],
    }),
    row({ work: 'ledger memory for each million commands (ids and postings)', unit: 'MiB', ours: [perMillionMiB] }),
    row({
      work: `memory after each command of ${long.records.toLocaleString('en')} was repeated three times`,
      unit: 'MiB',
      ours: [tall.afterRepeatsMiB],
      beside: 'before',
      peer: [tall.keptMiB],
      reach: { most: 1.05 },
    }),
  ];
}

export async function measureHistory(bench) {
  const histories = await writeHistories(bench);
  const urls = await projectBoth(bench, histories);
  const rows = readingRows(await measureReading(bench, histories.long), await measureReading(bench, histories.usual));
  rows.push(...(await measureMemory(bench, histories)));
  rows.push(...startRows(histories.long, await measureStart(bench, histories.long)));
  rows.push(...(await measureTables(bench, histories, urls)));
  rows.push(...(await measureWritingBehind(bench, histories)));
  return rows;
}
