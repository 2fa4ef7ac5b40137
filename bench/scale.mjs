// npm run bench:scale: several ledger processes on one log, routing by stream, and what a province and the country come to. Writes its tables
// into docs/scale.md. --smoke runs all of it with tiny sizes; --brokers and --database use servers that run already.
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { fail, install, root } from '../scripts/install.mjs';

const FULL = {
  rounds: 5,
  seconds: 1,
  warmUpSeconds: 0.3,
  departments: 1_000,
  yearDepartments: 50,
  plainEach: 20,
  heavyRounds: 3,
};
const SMOKE = {
  rounds: 1,
  seconds: 0.1,
  warmUpSeconds: 0,
  departments: 20,
  yearDepartments: 2,
  plainEach: 5,
  heavyRounds: 1,
};

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    brokers: { type: 'string' },
    database: { type: 'string' },
    /** The file with the marks between which the tables are written. */
    out: { type: 'string' },
  },
});

async function measureAll(settings) {
  const { openBench } = await import('./support/bench.mjs');
  const { describeMachine } = await import('./support/machine.mjs');
  const { measureProcesses } = await import('./rows/processes.mjs');
  const { measureHolding } = await import('./rows/holding.mjs');
  const machine = describeMachine();
  const begun = Date.now();
  const bench = await openBench(settings, { brokers: values.brokers?.split(','), databaseUrl: values.database });
  try {
    const processes = await measureProcesses(bench);
    await bench.closeScene();
    const holding = await measureHolding(bench);
    return { machine, processes, holding, minutes: (Date.now() - begun) / 60_000 };
  } finally {
    await bench.close();
  }
}

/** The texts of docs/scale.md by the name of their marks. */
async function describe({ machine, processes, holding, minutes }, settings) {
  const { describeProcesses, serviceTimesOf, sharingCostOf } = await import('./rows/processes.mjs');
  const { describeHolding } = await import('./rows/holding.mjs');
  const { describeRouting } = await import('./simulate-routing.mjs');
  const { describeSizing } = await import('./support/sizing.mjs');
  const { compiled } = await import('./support/servers.mjs');
  const { describeRun } = await import('./support/table.mjs');
  const { partitionOf } = compiled('libs/log/src/index.js');
  const { rounds, seconds, departments } = settings;
  const service = serviceTimesOf(processes);
  const figures = `Medians of ${rounds} rounds of ${seconds} seconds, with the least and the most of them in brackets.`;
  return {
    processes: [describeRun({ machine, minutes }), '', figures, '', describeProcesses(processes, departments)].join(
      '\n',
    ),
    holding: describeHolding(holding),
    routing: describeRouting(service, partitionOf, { isSmoke: values.smoke }),
    sizing: describeSizing(holding, sharingCostOf(processes)),
  };
}

try {
  await install();
  const size = values.smoke ? SMOKE : FULL;
  const settings = { ...size, ...(values.rounds ? { rounds: Number(values.rounds) } : {}) };
  const texts = await describe(await measureAll(settings), settings);
  const { writeBetweenMarks } = await import('./support/marks.mjs');
  console.log(Object.values(texts).join('\n\n'));
  const out = values.out ?? (values.smoke ? undefined : join(root, 'docs', 'scale.md'));
  if (out !== undefined) for (const [name, text] of Object.entries(texts)) writeBetweenMarks(out, name, text);
} catch (error) {
  fail(error);
}
