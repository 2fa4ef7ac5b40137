// node bench/simulate-routing.mjs: routing by stream for skewed load, without any Kafka; the same seed gives the same figures.
// Service times come from a measurement, in milliseconds: --batch-ms and --command-ms.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { fail, install } from '../scripts/install.mjs';
import activity from './simulation/activity.cjs';
import queue from './simulation/queue.cjs';
import random from './simulation/random.cjs';
import routing from './simulation/routing.cjs';
import { percentile, summary } from './support/stats.mjs';
import { number, range, tableText } from './support/table.mjs';

const { busiestOverMean, loadsOf, moduloBy, movedShare, rendezvous, withHottestMoved } = routing;

const FULL = { streams: 50_000, seeds: 5, processes: [3, 12, 31, 120], commands: 100_000 };
const SMOKE = { streams: 2_000, seeds: 2, processes: [3, 12], commands: 2_000 };
const SKEWS = [0, 0.6, 0.8, 1];
/** Streams for each process that a list places by hand. */
const MOVED_EACH = 10;
const UTILISATIONS = [0.3, 0.5, 0.7, 0.85];
/** What the latencies are shown for. */
const QUEUE_SKEW = 0.8;
const QUEUE_PROCESSES = 12;

const numbered = (count) => Array.from({ length: count }, (_, n) => n);

/** By name, a function from a stream to its process. */
function routesOf(streams, processes, partitionOf) {
  const modulo = moduloBy(partitionOf);
  const moved = withHottestMoved(rendezvous, streams, processes, MOVED_EACH * processes.length);
  return new Map([
    ['hash modulo', (stream) => modulo(stream, processes)],
    ['rendezvous', (stream) => rendezvous(stream, processes)],
    ['hottest placed', moved],
  ]);
}

/** The busiest process over the mean, usual and at the year's end, for every skew and number of processes. */
function simulateBalance(settings, partitionOf) {
  const lines = [];
  for (const skew of SKEWS) {
    const years = numbered(settings.seeds).map((seed) =>
      activity.activityOf({ streams: settings.streams, skew, seed }),
    );
    const hottest = summary(years.map((streams) => Math.max(...streams.map(({ usual }) => usual))));
    for (const count of settings.processes) {
      const processes = numbered(count);
      const found = new Map();
      for (const streams of years) {
        for (const [name, route] of routesOf(streams, processes, partitionOf)) {
          for (const when of ['usual', 'late']) {
            const ratio = busiestOverMean(loadsOf(streams, route, processes, when));
            found.set(`${name} ${when}`, [...(found.get(`${name} ${when}`) ?? []), ratio]);
          }
        }
      }
      const cells = [...found.values()].map(summary).map((figure) => `${number(figure.median)} (${range(figure)})`);
      lines.push([skew, `${(hottest.median * 100).toFixed(2)} %`, count, ...cells]);
    }
  }
  return lines;
}

/** What moves when a process joins, and when the last one leaves. */
function simulateMoves(settings, partitionOf) {
  const streams = activity.activityOf({ streams: settings.streams, skew: QUEUE_SKEW, seed: 0 });
  const modulo = moduloBy(partitionOf);
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  return settings.processes.map((count) => {
    const [before, joined, left] = [count, count + 1, count - 1].map(numbered);
    const by = (route, processes) => (stream) => route(stream, processes);
    const moves = (route) => [joined, left].map((after) => movedShare(streams, by(route, before), by(route, after)));
    const shares = [...moves(modulo), ...moves(rendezvous)].map(percent);
    return [count, ...shares, `${percent(1 / (count + 1))}, ${percent(1 / count)}`];
  });
}

/** Latencies over all commands, each process with a queue of its own; `spread` says how the load lies on the processes. */
function simulateQueues({ commands }, loads, utilisation, { perBatchMs, perCommandMs }) {
  const mean = utilisation / perCommandMs;
  const parts = [...loads.values()];
  const all = parts.flatMap((part, process) => {
    const perMs = mean * part * parts.length;
    const own = Math.max(1, Math.round(commands * part));
    return latenciesFrom({ perMs, perBatchMs, perCommandMs, commands: own, random: random.randomOf(process) });
  });
  return { p50: percentile(all, 0.5), p99: percentile(all, 0.99), busiest: utilisation * busiestOverMean(loads) };
}

/** Without its first tenth, in which the queue only fills. */
function latenciesFrom(load) {
  const latencies = queue.latenciesOf({ ...load, commands: Math.ceil(load.commands * 1.1) });
  return latencies.slice(latencies.length - load.commands);
}

function simulateLatencies(settings, partitionOf, service) {
  const streams = activity.activityOf({ streams: settings.streams, skew: QUEUE_SKEW, seed: 0 });
  const processes = numbered(QUEUE_PROCESSES);
  const even = new Map(processes.map((process) => [process, 1 / processes.length]));
  const spreads = [['spread evenly', even]];
  for (const [name, route] of routesOf(streams, processes, partitionOf)) {
    for (const [when, words] of Object.entries({ usual: 'usual', late: 'year-end' }))
      spreads.push([`${name}, ${words}`, loadsOf(streams, route, processes, when)]);
  }
  return spreads.map(([name, loads]) => [
    name,
    ...UTILISATIONS.map((utilisation) => {
      const { p50, p99, busiest } = simulateQueues(settings, loads, utilisation, service);
      return busiest >= 1 ? `busiest ${busiest.toFixed(2)}: no end` : `${number(p50)} / ${number(p99)}`;
    }),
  ]);
}

/** How well the service times tell what was measured besides; nothing where they were only given. */
function describeCheck({ check, perBatchMs, perCommandMs }) {
  if (check === undefined) return [];
  const told = queue.closedLatencyOf({ perBatchMs, perCommandMs, inFlight: check.inFlight });
  const words = `With ${check.inFlight} in flight always, these times make ${number(told)} ms for each command; the measured p50 was ${number(check.measuredMs)} ms.`;
  return ['', words];
}

/** The tables of docs/scale.md. */
export function describeRouting(service, partitionOf, { isSmoke = false } = {}) {
  const settings = isSmoke ? SMOKE : FULL;
  const { streams, seeds } = settings;
  const names = ['hash modulo', 'rendezvous', 'hottest placed'];
  const balanceHead = [
    'skew',
    'hottest stream',
    'processes',
    ...names.flatMap((name) => [`${name}, usual`, `${name}, year-end`]),
  ];
  const times = `${service.perBatchMs.toFixed(2)} ms for a batch and ${service.perCommandMs.toFixed(3)} ms for each command in it`;
  const lines = [
    `Load of the busiest process over the mean, ${streams.toLocaleString('en')} streams, medians of ${seeds} seeds with the least and the most:`,
    '',
    tableText(balanceHead, simulateBalance(settings, partitionOf)),
    '',
    'Streams that change their process when one joins or leaves:',
    '',
    tableText(
      ['processes', 'hash modulo, one joins', 'one leaves', 'rendezvous, one joins', 'one leaves', '1/(n+1), 1/n'],
      simulateMoves(settings, partitionOf),
    ),
    '',
    `p50 / p99 in ms with ${QUEUE_PROCESSES} processes and skew ${QUEUE_SKEW} at a mean utilisation of all; ${times}:`,
    '',
    tableText(
      ['load', ...UTILISATIONS.map((utilisation) => `${utilisation * 100} %`)],
      simulateLatencies(settings, partitionOf, service),
    ),
    ...describeCheck(service),
  ];
  return lines.join('\n');
}

async function main() {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      'batch-ms': { type: 'string', default: '2' },
      'command-ms': { type: 'string', default: '0.3' },
    },
  });
  await install();
  const { compiled } = await import('./support/servers.mjs');
  const { partitionOf } = compiled('libs/log/src/index.js');
  const service = { perBatchMs: Number(values['batch-ms']), perCommandMs: Number(values['command-ms']) };
  console.log(describeRouting(service, partitionOf, { isSmoke: values.smoke }));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main().catch(fail);
