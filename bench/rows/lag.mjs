// How long a command that was answered 201 takes until a table shows it, while half of what all services together can take comes in.
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { departmentOf, registration, supplements } from '../support/commands.mjs';
import { callers, measure } from '../support/load.mjs';
import { withReadModel } from '../support/read-model.mjs';
import { percentile } from '../support/stats.mjs';
import { row } from '../support/table.mjs';

const IN_FLIGHT = 128;
const PROBES_PER_SECOND = 20;

/** The three services as they run in production, each a process of its own, on one log and one database. */
async function openServices(bench) {
  const { servers, settings } = bench;
  const topicPrefix = await servers.ledger('lag');
  const url = await servers.database('lag');
  const env = { KAFKA_BROKERS: servers.brokers.join(','), DATABASE_URL: url, TOPIC_PREFIX: topicPrefix, ...callers() };
  const ledger = await bench.service('ledger', await servers.freePort(), env);
  await bench.service('projector', await servers.freePort(), env);
  const query = await bench.service('query', await servers.freePort(), env);
  const writing = bench.client(ledger.port);
  const commands = Array.from({ length: settings.departments }, (_, n) => registration(departmentOf(n)));
  await writing.post('/v1/commands/batch', JSON.stringify({ commands }), 200);
  return { url, writing, reading: bench.client(query.port) };
}

/** Follows the checkpoints of the projector while something else goes on. */
async function projectedWhile(url, work) {
  return withReadModel(url, async (client) => {
    const standing = async () =>
      (await client.query('select sum(next_offset)::float as done from checkpoint')).rows[0].done;
    const before = { at: performance.now(), done: await standing() };
    const result = await work();
    const after = { at: performance.now(), done: await standing() };
    return { result, perSecond: ((after.done - before.done) * 1_000) / (after.at - before.at) };
  });
}

async function untilProjected(reading, position) {
  await reading.get('/v1/streams/361100/000', `ledger-min-position: ${position}\r\n`);
}

/** Sends commands at a steady rate whatever becomes of them, and times some of them until a table shows them. */
async function halfLoad({ writing, reading }, perSecond, seconds, departments, prefix) {
  const next = supplements(prefix, departments);
  const lags = [];
  const open = new Set();
  const begun = performance.now();
  let sent = 0;
  let probes = 0;
  const one = async (isProbe) => {
    const command = next();
    const { position } = JSON.parse(await writing.post('/v1/commands', JSON.stringify(command), 201));
    if (!isProbe) return;
    const answered = performance.now();
    const unit = `${command.department}001`;
    await reading.get(`/v1/units/361100/${unit}/years/2024/tables/5`, `ledger-min-position: ${position}\r\n`);
    lags.push(performance.now() - answered);
  };
  for (;;) {
    const elapsed = (performance.now() - begun) / 1_000;
    if (elapsed >= seconds) break;
    for (; sent < elapsed * perSecond; sent += 1) {
      const isProbe = probes < elapsed * PROBES_PER_SECOND;
      if (isProbe) probes += 1;
      const done = one(isProbe).finally(() => open.delete(done));
      open.add(done);
    }
    await delay(2);
  }
  await Promise.all(open);
  return { perSecond: sent / seconds, p50: percentile(lags, 0.5), p99: percentile(lags, 0.99) };
}

export async function measureLag(bench) {
  const { settings } = bench;
  const { departments, rounds, seconds, warmUpSeconds } = settings;
  const services = await openServices(bench);
  const accepted = [];
  const projected = [];
  const lags = [];
  for (let round = 0; round <= rounds; round += 1) {
    const next = supplements(bench.unique(), departments);
    let position;
    const send = async () => {
      ({ position } = JSON.parse(await services.writing.post('/v1/commands', JSON.stringify(next()), 201)));
    };
    const full = () => measure({ inFlight: IN_FLIGHT, seconds, warmUpSeconds, send });
    const { result, perSecond } = await projectedWhile(services.url, full);
    await untilProjected(services.reading, position);
    const half = await halfLoad(services, result.perSecond / 2, seconds * 2, departments, bench.unique());
    // The first round warms the compilers.
    if (round === 0) continue;
    accepted.push(result.perSecond);
    projected.push(perSecond);
    lags.push(half);
  }
  const detail = `at ${Math.round(lags.at(-1)?.perSecond ?? 0).toLocaleString('en')} commands/s`;
  const half = (name) => lags.map((lag) => lag[name]);
  return [
    row({
      work: `all three services under full load, ${IN_FLIGHT} in flight: projected`,
      unit: 'events/s',
      ours: projected,
      beside: 'accepted meanwhile',
      peer: accepted,
    }),
    row({ work: 'from 201 to visible in a table under half of that load, p50', unit: 'ms', detail, ours: half('p50') }),
    row({
      work: 'from 201 to visible in a table under half of that load, p99',
      unit: 'ms',
      ours: half('p99'),
      reach: { most: 250 },
    }),
  ];
}
