// A national budget: every kind of read of a unit, of the largest department and of the division, and again with ten times the history.
import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';

import { chartRows } from '../nation/places.mjs';
import { PLACES, readsOf } from '../nation/reads.mjs';
import * as shapes from '../nation/shape.mjs';
import { callers, SIGNED_IN } from '../support/load.mjs';
import { ownFile } from '../support/own-files.mjs';
import { highestMiB } from '../support/processes.mjs';
import { percentile } from '../support/stats.mjs';
import { row } from '../support/table.mjs';
import { project } from './history.mjs';

const TEN_TIMES = 10;

/** Writes the chart of accounts that the programs stand in. */
export function chartFileOf(shape) {
  const rows = chartRows(Math.max(...shapes[shape].programs));
  return ownFile('programs.csv', `kind,year,code,name\n${rows.join('\n')}\n`);
}

/** The log of the shape with so many times its history, in a read model. */
export async function openNation(bench, { shape, times, chartFile }) {
  const name = `${shape.toLowerCase()}${times}`;
  const writer = bench.child('nation.mjs');
  const topicPrefix = await bench.servers.ledger(name);
  const { brokers } = bench.servers;
  const { records } = await writer.call('write', { brokers, topicPrefix, shape, times, chartFile });
  await writer.stop();
  bench.say(`${times} times the history: ${records} records`);
  const { url } = await project(bench, { topicPrefix, records }, name);
  return { url, records, topicPrefix };
}

/** Milliseconds until the last byte is there, and how many there were. */
function fetched(agent, port, path) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const request = get({ agent, port, path, host: '127.0.0.1', headers: SIGNED_IN }, (response) => {
      let bytes = 0;
      response.on('data', (part) => (bytes += part.length));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
        else resolve({ milliseconds: performance.now() - begun, bytes });
      });
    });
    request.on('error', reject);
  });
}

/** Milliseconds until a subscription of the division's year has all of its first state, and how many bytes that is. */
function firstState(port) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const path = `/v1/subscriptions?division=${shapes.DIVISION}&year=${shapes.YEARS[1]}`;
    const request = get({ port, path, host: '127.0.0.1', agent: false, headers: SIGNED_IN }, (response) => {
      let bytes = 0;
      let tail = '';
      response.setEncoding('utf8').on('data', (part) => {
        bytes += Buffer.byteLength(part);
        tail = `${tail.slice(-20)}${part}`;
        if (!tail.includes('event: ready')) return;
        resolve({ milliseconds: performance.now() - begun, bytes });
        request.destroy();
      });
    });
    request.on('error', reject);
  });
}

/** The first state of a division again and again: how long each takes, and what the process needs more for it than for all reads before. */
async function measureFirstStates(services, samples) {
  const rows = [];
  const taken = new Map();
  for (const [times, { port, pid }] of services) {
    const before = highestMiB(pid);
    const states = [];
    for (let n = 0; n < samples; n += 1) states.push(await firstState(port));
    taken.set(times, {
      p50: percentile(
        states.map(({ milliseconds }) => milliseconds),
        0.5,
      ),
      kB: Math.round(states[0].bytes / 1_000).toLocaleString('en'),
      grownMiB: highestMiB(pid) - before,
    });
  }
  for (const [times, { p50, kB, grownMiB }] of taken) {
    const history = times === 1 ? '' : ', ten times the history';
    const work = `division: a subscription's first state${history}, until it is ready`;
    const beside =
      times === 1 ? {} : { beside: 'with the usual history', peer: [taken.get(1).p50], reach: { most: 1.3 } };
    rows.push(row({ work, detail: `${kB} kB`, unit: 'ms', ours: [p50], ...beside }));
    rows.push(row({ work: `${work}: memory more than before`, unit: 'MiB', ours: [grownMiB], reach: { most: 64 } }));
  }
  return rows;
}

/**
 * One read after the other, each so many times of every service in turn, so that what is compared was measured at the same moments. The first
 * answer of each is not counted. By the services' names, and then the reads'.
 */
export async function measureReads(services, place, samples) {
  const agent = new Agent({ keepAlive: true });
  const results = new Map([...services.keys()].map((times) => [times, new Map()]));
  for (const { name, url } of readsOf(place)) {
    const taken = new Map([...services.keys()].map((times) => [times, /** @type {number[]} */ ([])]));
    const bytes = new Map();
    for (let n = 0; n <= samples; n += 1) {
      for (const [times, { port }] of services) {
        const answer = await fetched(agent, port, url);
        if (n === 0) bytes.set(times, answer.bytes);
        else taken.get(times)?.push(answer.milliseconds);
      }
    }
    for (const [times, of] of results)
      of.set(name, { p50: percentile(taken.get(times), 0.5), bytes: bytes.get(times) });
  }
  agent.destroy();
  return results;
}

export async function measureNation(bench) {
  const { settings, servers } = bench;
  const shape = settings.nation;
  const chartFile = chartFileOf(shape);
  const histories = new Map();
  for (const times of [1, TEN_TIMES]) histories.set(times, await openNation(bench, { shape, times, chartFile }));
  const services = new Map();
  for (const [times, { url }] of histories) {
    const port = await servers.freePort();
    services.set(times, await bench.service('query', port, { DATABASE_URL: url, CHARTS: chartFile, ...callers() }));
  }
  const rows = [];
  for (const place of Object.keys(PLACES)) {
    const rounds = new Map([1, TEN_TIMES].map((times) => [times, /** @type {Map<string, any>[]} */ ([])]));
    for (let round = 0; round < settings.nationRounds; round += 1) {
      bench.say(`${place}, round ${round + 1} of ${settings.nationRounds}`);
      for (const [times, results] of await measureReads(services, place, settings.nationSamples))
        rounds.get(times)?.push(results);
    }
    rows.push(...rowsOf(place, rounds));
  }
  bench.say("division, a subscription's first state");
  rows.push(...(await measureFirstStates(services, settings.nationSamples)));
  for (const [times, { pid }] of services) {
    rows.push(
      row({
        work: `highest memory of the query process, ${times} × the history`,
        unit: 'MiB',
        ours: [highestMiB(pid)],
      }),
    );
  }
  return rows;
}

function rowsOf(place, rounds) {
  return readsOf(place).flatMap(({ name, most }) => {
    const of = (times) => rounds.get(times).map((results) => results.get(name));
    const [usual, long] = [of(1), of(TEN_TIMES)];
    const kB = (results) => Math.round(results[0].bytes / 1_000).toLocaleString('en');
    const p50 = (results) => results.map((result) => result.p50);
    // A longer history may be told at greater length, such as the changes between two days: what is flat is the cost of an answer as long.
    const longer = Math.max(1, long[0].bytes / usual[0].bytes);
    return [
      row({ work: `${place}: ${name}, p50`, detail: `${kB(usual)} kB`, unit: 'ms', ours: p50(usual), reach: { most } }),
      row({
        work: `${place}: ${name}, ten times the history, p50`,
        detail: `${kB(long)} kB`,
        unit: 'ms',
        ours: p50(long),
        beside: 'with the usual history',
        peer: p50(usual),
        reach: { most: Number((1.3 * longer).toFixed(2)) },
      }),
    ];
  });
}
