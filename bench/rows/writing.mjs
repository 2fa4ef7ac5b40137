// Commands: by HTTP one by one and in batches, and without HTTP; beside a bare Fastify, raw kafkajs, and Emmett on Postgres.
import { departmentOf, registration, supplements } from '../support/commands.mjs';
import { callers, measure } from '../support/load.mjs';
import { latencies, row } from '../support/table.mjs';

const IN_FLIGHT = [1, 32, 128, 512];
const BATCH = 100;
const FLUSH = [{ name: 'flush.messages', value: '1' }];

/** Everything that is measured, by name: a function that measures it once. */
async function open(bench) {
  const { servers, settings } = bench;
  const { departments } = settings;
  const cells = new Map();
  const add = (name, run) => cells.set(name, run);
  const fastify = await openFastify(bench);
  const kinds = [
    ['as it comes', []],
    ['flushing', FLUSH],
  ];
  for (const [kind, configEntries] of kinds) {
    const topicPrefix = await servers.ledger(kind === 'flushing' ? 'flush' : 'write', configEntries);
    const ledger = await openLedger(bench, topicPrefix);
    const raw = await openRaw(bench, `${topicPrefix}.events`, configEntries, kind);
    for (const inFlight of IN_FLIGHT) {
      if (kind === 'as it comes') add(`fastify ${inFlight}`, (times) => fastify({ ...times, inFlight }));
      add(`${kind} http ${inFlight}`, (times) => ledger.one({ ...times, inFlight, departments }));
      add(`${kind} hot ${inFlight}`, (times) => ledger.one({ ...times, inFlight, departments: 1 }));
    }
    add(`${kind} round trip`, (times) => raw.call('roundTrip', { ...times, inFlight: 1 }));
    for (const inFlight of [1, 8]) {
      add(`${kind} produce ${inFlight}`, (times) => raw.call('produce', { ...times, inFlight, batch: BATCH }));
      add(`${kind} batches ${inFlight}`, (times) => ledger.batch({ ...times, inFlight, departments }));
    }
  }
  if (settings.hasPeers) {
    const emmett = await bench.child('emmett.mjs');
    await emmett.call('open', { url: await servers.database('emmett'), departments });
    add('emmett 32', (times) => emmett.call('run', { ...times, inFlight: 32, departments, prefix: bench.unique() }));
  }
  await addInProcess(bench, add);
  return cells;
}

async function addInProcess(bench, add) {
  const { brokers } = bench.servers;
  const { departments } = bench.settings;
  const topicPrefix = await bench.servers.ledger('handler');
  const handler = await bench.child('in-process.mjs');
  await handler.call('open', { brokers, topicPrefix, departments });
  const run = (load) => handler.call('run', { ...load, prefix: bench.unique() });
  for (const inFlight of IN_FLIGHT) {
    add(`handler ${inFlight}`, (times) => run({ ...times, inFlight, departments }));
    add(`handler hot ${inFlight}`, (times) => run({ ...times, inFlight, departments: 1 }));
  }
}

async function openFastify(bench) {
  const server = await bench.child('fastify-server.mjs');
  const port = await bench.servers.freePort();
  await server.call('listen', { port });
  const client = bench.client(port);
  const { departments } = bench.settings;
  return (load) => {
    const command = supplements(bench.unique(), departments);
    return measure({ ...load, send: () => client.post('/v1/commands', JSON.stringify(command()), 201) });
  };
}

async function openRaw(bench, sampleOf, configEntries, kind) {
  const { brokers } = bench.servers;
  const topic = await bench.servers.topic(kind === 'flushing' ? 'raw-flush' : 'raw', configEntries);
  const raw = await bench.child('raw-kafka.mjs');
  const bytesEach = await raw.call('open', { brokers, topic, sampleOf, samples: bench.settings.samples });
  bench.say(`records of ${Math.round(bytesEach)} bytes, the broker ${kind}`);
  return raw;
}

/** A ledger process with its departments registered and some commands behind it. */
async function openLedger(bench, topicPrefix) {
  const { servers, settings } = bench;
  const port = await servers.freePort();
  const env = { KAFKA_BROKERS: servers.brokers.join(','), TOPIC_PREFIX: topicPrefix, ...callers() };
  await bench.service('ledger', port, env);
  const client = bench.client(port);
  const batchOf = (commands) => client.post('/v1/commands/batch', JSON.stringify({ commands }), 200);
  await batchOf(Array.from({ length: settings.departments }, (_, n) => registration(departmentOf(n))));
  const command = supplements(bench.unique(), settings.departments);
  await batchOf(Array.from({ length: settings.samples }, command));
  return {
    one({ departments, ...load }) {
      const next = supplements(bench.unique(), departments);
      return measure({ ...load, send: () => client.post('/v1/commands', JSON.stringify(next()), 201) });
    },
    batch({ departments, ...load }) {
      const next = supplements(bench.unique(), departments);
      const send = () => batchOf(Array.from({ length: BATCH }, next));
      return measure({ ...load, commandsEach: BATCH, send });
    },
  };
}

export async function measureWriting(bench) {
  const cells = await open(bench);
  const results = await bench.rounds(cells);
  const rate = (name) => results.get(name).map(({ perSecond }) => perSecond);
  const p50 = (name) => results.get(name).map((result) => result.p50);
  const sums = (...names) => p50(names[0]).map((_, round) => names.reduce((sum, name) => sum + p50(name)[round], 0));
  const detail = (name) => latencies(results.get(name));
  const unit = 'commands/s';
  const rows = [];
  for (const kind of ['as it comes', 'flushing']) {
    const broker = kind === 'flushing' ? ', flush.messages=1' : '';
    const bare = { beside: 'bare Fastify, as many in flight', unit };
    rows.push(
      row({
        work: `one command by HTTP, 1 in flight, p50${broker}`,
        unit: 'ms',
        ours: p50(`${kind} http 1`),
        beside: 'bare Fastify POST + raw kafkajs produce and consume, p50s added',
        peer: sums('fastify 1', `${kind} round trip`),
        reach: { most: 1.5 },
      }),
    );
    for (const inFlight of IN_FLIGHT) {
      const name = `${kind} http ${inFlight}`;
      rows.push(
        row({
          ...bare,
          work: `commands by HTTP one by one, ${inFlight} in flight${broker}`,
          detail: detail(name),
          ours: rate(name),
          peer: rate(`fastify ${inFlight}`),
          ...(inFlight === 128 && kind === 'as it comes' ? { reach: { least: 0.5 } } : {}),
        }),
      );
    }
    if (kind === 'as it comes' && results.has('emmett 32')) {
      rows.push(
        row({
          work: 'commands by HTTP one by one, 128 in flight',
          unit,
          ours: rate('as it comes http 128'),
          beside: 'Emmett on Postgres, in process, 32 in flight',
          peer: rate('emmett 32'),
          reach: { least: 4 },
        }),
      );
    }
    for (const inFlight of IN_FLIGHT) {
      const name = `${kind} hot ${inFlight}`;
      rows.push(
        row({
          work: `one hot department by HTTP, ${inFlight} in flight${broker}`,
          unit,
          detail: detail(name),
          ours: rate(name),
          beside: 'uniform load, as many in flight',
          peer: rate(`${kind} http ${inFlight}`),
        }),
      );
    }
    for (const inFlight of [1, 8]) {
      const name = `${kind} batches ${inFlight}`;
      rows.push(
        row({
          work: `batches of ${BATCH} by HTTP, ${inFlight} in flight${broker}`,
          unit,
          detail: detail(name),
          ours: rate(name),
          beside: `kafkajs producing the same bytes in batches of ${BATCH}, ${inFlight} in flight`,
          peer: rate(`${kind} produce ${inFlight}`),
          ...(kind === 'as it comes' ? { reach: { least: 0.5 } } : {}),
        }),
      );
    }
  }
  for (const inFlight of IN_FLIGHT) {
    const aimed = inFlight === 512;
    rows.push(
      row({
        work: `in process, ${inFlight} in flight`,
        unit,
        detail: detail(`handler ${inFlight}`),
        ours: rate(`handler ${inFlight}`),
        ...(aimed
          ? {
              beside: `kafkajs producing the same bytes in batches of ${BATCH}, 1 in flight`,
              peer: rate('as it comes produce 1'),
            }
          : {}),
        ...(aimed ? { reach: { least: 0.5 } } : {}),
      }),
      row({
        work: `in process, one hot department, ${inFlight} in flight`,
        unit,
        detail: detail(`handler hot ${inFlight}`),
        ours: rate(`handler hot ${inFlight}`),
        beside: 'uniform load, as many in flight',
        peer: rate(`handler ${inFlight}`),
        ...(aimed ? { reach: { least: 0.9 } } : {}),
      }),
    );
  }
  return rows;
}
