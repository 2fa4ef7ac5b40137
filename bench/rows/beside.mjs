// Commands of other departments while somebody posts the largest things that the ledger takes, one after the other.
import { setTimeout as delay } from 'node:timers/promises';

import { Kafka, logLevel } from 'kafkajs';

import { departmentOf, registration, supplements } from '../support/commands.mjs';
import { callers, measure, signed } from '../support/load.mjs';
import { row } from '../support/table.mjs';

const LINES = 5_000;
const BATCH = 1_000;
/** The department that posts large commands; the others come before it. */
const LARGE = '998';

function allocation(commandId, fields = {}) {
  const line = (n) => ({
    unit: `${LARGE}001`,
    source: 'general-public-budget',
    function: '2012902',
    economic: '30201',
    category: 'project',
    project: `样例项目${n}`,
    amountYuan: '10.00',
  });
  return {
    ...basis(commandId),
    type: 'AllocateBudget',
    fiscalYear: 2024,
    lines: Array.from({ length: LINES }, (_, n) => line(n)),
    ...fields,
  };
}

const basis = (commandId) => ({
  commandId,
  division: '361100',
  department: LARGE,
  documentNumber: '样例〔2024〕1号',
  effectiveDate: '2024-03-01',
});

/** What is posted over and over, by what it is called in the table. */
function worksOf(client, intake) {
  let n = 0;
  const post = (command, status) => client.post('/v1/commands', JSON.stringify(command), status);
  const id = (kind) => `${kind}-${process.pid}-${(n += 1)}`;
  return new Map([
    ['nothing else', undefined],
    [`commands of ${LINES} lines`, () => post(allocation(id('large')), 201)],
    [`dry runs of ${LINES} lines`, () => post(allocation(id('dry'), { dryRun: true }), 200)],
    [
      `${LINES} lines and their reversal`,
      async () => {
        const { revision } = JSON.parse(await post(allocation(id('large')), 201));
        await post({ ...basis(id('reverse')), type: 'ReverseEvent', reversedRevision: revision }, 201);
      },
    ],
    [
      `batches of ${BATCH}`,
      () => {
        const next = supplements(id('batch'), 1);
        return client.post(
          '/v1/commands/batch',
          JSON.stringify({ commands: Array.from({ length: BATCH }, next) }),
          200,
        );
      },
    ],
    [
      `${BATCH} messages at once`,
      () => {
        const next = supplements(id('message'), 1);
        return intake.post(Array.from({ length: BATCH }, next));
      },
    ],
  ]);
}

/** The way in through Kafka: posts commands, and waits until each of them has its answer. */
async function openIntake({ brokers, records }, topicPrefix) {
  const producer = new Kafka({ brokers, clientId: 'bench-intake', logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const answered = () => records(`${topicPrefix}.command-results`);
  return {
    async post(commands) {
      const expected = (await answered()) + commands.length;
      const messages = commands.map((command) => ({
        key: `${command.division}/${command.department}`,
        value: signed(command),
      }));
      await producer.send({ topic: `${topicPrefix}.commands`, messages });
      while ((await answered()) < expected) await delay(5);
    },
    close: () => producer.disconnect(),
  };
}

export async function measureBeside(bench) {
  const { servers, settings } = bench;
  const topicPrefix = await servers.ledger('beside');
  const port = await servers.freePort();
  await bench.service('ledger', port, {
    KAFKA_BROKERS: servers.brokers.join(','),
    TOPIC_PREFIX: topicPrefix,
    ...callers(),
  });
  const others = bench.client(port);
  const busy = bench.client(port);
  const departments = Math.min(settings.departments, 900);
  const commands = Array.from({ length: departments }, (_, n) => registration(departmentOf(n)));
  await others.post('/v1/commands/batch', JSON.stringify({ commands: [...commands, registration(LARGE)] }), 200);
  const intake = await openIntake(servers, topicPrefix);
  const works = worksOf(busy, intake);
  const cells = new Map();
  for (const [name, work] of works) {
    cells.set(name, async (times) => {
      let over = false;
      const working =
        work === undefined
          ? Promise.resolve()
          : (async () => {
              while (!over) await work();
            })();
      const next = supplements(bench.unique(), departments);
      const send = () => others.post('/v1/commands', JSON.stringify(next()), 201);
      const result = await measure({ ...times, seconds: times.seconds * 3, inFlight: 8, send });
      over = true;
      await working;
      return result;
    });
  }
  const results = await bench.rounds(cells);
  await intake.close();
  return [...works.keys()].map((name) =>
    row({
      work: `commands of other departments, 8 in flight, beside ${name}, p99`,
      unit: 'ms',
      ours: results.get(name).map(({ p99 }) => p99),
      reach: { most: 100 },
    }),
  );
}
