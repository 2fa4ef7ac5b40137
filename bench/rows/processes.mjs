// One, two and three ledger processes that write one log: commands spread over them at random, or each stream or partition with the same
// process always; and one hot stream that all of them write. Each figure stands beside one process in the same round.

import { departmentOf, registration, streamOf, supplements } from '../support/commands.mjs';
import { callers, measure } from '../support/load.mjs';
import { processorSeconds } from '../support/processes.mjs';
import { compiled } from '../support/servers.mjs';
import { ratios, summary } from '../support/stats.mjs';
import { range, shown, tableText } from '../support/table.mjs';
import routing from '../simulation/routing.cjs';

const { partitionOf } = compiled('libs/log/src/index.js');

const IN_FLIGHT = 32;
const MANY_IN_FLIGHT = 128;
const FEW_IN_FLIGHT = 3;
/** A client that was told to try again does so after about this long. */
const AGAIN_MS = 20;

/** By which process a command is taken. */
const ROUTES = {
  random: () => (_stream, processes) => Math.floor(Math.random() * processes),
  stream: () => {
    const known = new Map();
    return (stream, processes) => {
      if (!known.has(stream)) known.set(stream, routing.rendezvous(stream, [...Array(processes).keys()]));
      return known.get(stream);
    };
  },
  partition: ({ partitions }) => {
    return (stream, processes) => partitionOf(stream, partitions) % processes;
  },
};

const LOADS = [
  { name: 'alone 1', processes: 1, route: 'random', inFlight: 1 },
  // As many in flight for each process as keep it busy: what the processes cost each other when there is much to do.
  ...[1, 2, 3].map((processes) => ({
    name: `busy ${processes}`,
    processes,
    route: 'partition',
    inFlight: processes * MANY_IN_FLIGHT,
  })),
  { name: 'uniform 1 random', processes: 1, route: 'random', inFlight: IN_FLIGHT },
  ...[2, 3].flatMap((processes) =>
    Object.keys(ROUTES).map((route) => ({
      name: `uniform ${processes} ${route}`,
      processes,
      route,
      inFlight: IN_FLIGHT,
    })),
  ),
  ...[FEW_IN_FLIGHT, IN_FLIGHT].flatMap((inFlight) =>
    [1, 2, 3].map((processes) => ({
      name: `hot ${processes} ${inFlight}`,
      processes,
      route: 'random',
      inFlight,
      isHot: true,
    })),
  ),
];

/** Ledger processes that write one log of their own, with all departments registered. */
async function openGroup(bench, count) {
  const { servers, settings } = bench;
  const topicPrefix = await servers.ledger(`processes-${count}`);
  const env = { KAFKA_BROKERS: servers.brokers.join(','), TOPIC_PREFIX: topicPrefix, ...callers() };
  const start = async () => {
    const management = await servers.freePort();
    const given = { ...env, MANAGEMENT_PORT: String(management) };
    const { pid, port } = await bench.service('ledger', await servers.freePort(), given);
    return { pid, client: bench.client(port), operators: bench.client(management) };
  };
  const processes = await Promise.all(Array.from({ length: count }, start));
  const commands = Array.from({ length: settings.departments }, (_, n) => registration(departmentOf(n)));
  await processes[0].client.post('/v1/commands/batch', JSON.stringify({ commands }), 200);
  return { topic: `${topicPrefix}.events`, processes };
}

/** Everything that the processes and the log have counted so far. */
async function countsOf(servers, { topic, processes }) {
  const metrics = await Promise.all(processes.map(({ operators }) => operators.get('/metrics')));
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  return {
    records: await servers.records(topic),
    lostRaces: sum(metrics.map((text) => Number(/^ledger_lost_races (\d+)/m.exec(text)?.[1]))),
    processorSeconds: sum(processes.map(({ pid }) => processorSeconds(pid))),
  };
}

/** Posts until the command has an answer of its own; a process that lost too many races asks for another try. */
async function postUntilAnswered(client, command, counted) {
  for (;;) {
    const { status, text } = await client.ask('/v1/commands', JSON.stringify(command));
    if (status === 201) {
      counted.accepted += 1;
      return;
    }
    if (status !== 503) throw new Error(`${status} ${text.slice(0, 500)}`);
    counted.again += 1;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * (0.5 + Math.random())));
  }
}

function cellOf(bench, group, { route, inFlight, isHot = false }) {
  const { servers, settings } = bench;
  const routeOf = ROUTES[route]({ partitions: servers.partitions });
  return async (times) => {
    const next = supplements(bench.unique(), isHot ? 1 : settings.departments);
    const counted = { accepted: 0, again: 0 };
    const before = await countsOf(servers, group);
    const send = () => {
      const command = next();
      const { client } = group.processes[routeOf(streamOf(command.department), group.processes.length)];
      return postUntilAnswered(client, command, counted);
    };
    const result = await measure({ ...times, inFlight, send });
    const after = await countsOf(servers, group);
    const each = (name) => (after[name] - before[name]) / counted.accepted;
    return {
      ...result,
      voidEach: each('records') - 1,
      triesEach: 1 + each('lostRaces'),
      gaveUpEach: counted.again / counted.accepted,
      processorMicros: each('processorSeconds') * 1e6,
    };
  };
}

/** The results of every round by load: rate, latencies, void records, tries and processor time for each accepted command. */
export async function measureProcesses(bench) {
  /** @returns {Promise<[number, object]>} */
  const openWith = async (count) => [count, await openGroup(bench, count)];
  const groups = new Map(await Promise.all([1, 2, 3].map(openWith)));
  const cells = new Map(LOADS.map((load) => [load.name, cellOf(bench, groups.get(load.processes), load)]));
  return bench.rounds(cells);
}

const WORDS = { random: 'any process', stream: 'by stream', partition: 'by partition' };

/** What the first word of a load's name is held beside. */
const ALONE = { alone: 'alone 1', busy: 'busy 1', uniform: 'uniform 1 random' };

export function describeProcesses(results, departments) {
  const head = ['load', 'processes', 'routed', 'accepted/s', '× one process', 'p50 ms', 'p99 ms'];
  const counts = ['void records each', 'decisions each', 'answered 503 each', 'ledgers’ processor time each, µs'];
  const lines = LOADS.map((load) => {
    const { name, processes, route, inFlight, isHot } = load;
    const of = (figure) => results.get(name).map((result) => result[figure]);
    const shownOf = (figure) => shown(summary(of(figure)));
    const alone = isHot ? `hot 1 ${inFlight}` : ALONE[name.split(' ')[0]];
    const ratio = summary(
      ratios(
        of('perSecond'),
        results.get(alone).map(({ perSecond }) => perSecond),
      ),
    );
    return [
      `${isHot ? 'one hot stream' : `${departments.toLocaleString('en')} streams`}, ${inFlight} in flight`,
      processes,
      processes === 1 ? '' : WORDS[route],
      shownOf('perSecond'),
      name === alone ? '' : `**${ratio.median.toFixed(2)}** (${range(ratio)})`,
      ...['p50', 'p99', 'voidEach', 'triesEach', 'gaveUpEach', 'processorMicros'].map(shownOf),
    ];
  });
  return tableText([...head, ...counts], lines);
}

/** Service times in milliseconds of one process: what every batch costs, and what each command adds. */
export function serviceTimesOf(results) {
  // With k in flight always, k commands are one batch: two such measurements give both times, and a third one shows how well.
  const batchOf = (name) => summary(results.get(name).map(({ p50 }) => p50)).median;
  const one = batchOf('alone 1');
  const perCommandMs = Math.max(0.001, (batchOf('busy 1') - one) / (MANY_IN_FLIGHT - 1));
  const check = { inFlight: IN_FLIGHT, measuredMs: batchOf('uniform 1 random') };
  return { perCommandMs, perBatchMs: Math.max(0, one - perCommandMs), check };
}

/** Processor time in microseconds of a command in the process that writes it, and of a foreign record in each of the others. */
export function sharingCostOf(results) {
  const micros = (name) => results.get(name).map(({ processorMicros }) => processorMicros);
  const own = micros('busy 1');
  const foreign = micros('busy 3').map((value, round) => (value - own[round]) / 2);
  return { ownMicros: Math.max(1, summary(own).median), foreignMicros: Math.max(1, summary(foreign).median) };
}
