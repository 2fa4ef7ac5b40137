// npm run bench: everything that is measured, in one go on one machine. Prints the table and writes it into docs/performance.md.
// --smoke runs all of it with tiny sizes, --only writing,history,lag a part, --only million a log of a million events, --only filling10 tables from ten million (about 30 GB of disk), --only beside commands beside the largest ones, --only nation reads of a national budget, --only giving others beside the heaviest of them, --only restart starts with a million events, --only identity what it costs to know callers and their rights; --brokers and --database use servers that run already.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { fail, install, Problem, root, run } from '../scripts/install.mjs';

const SCENES = ['writing', 'history', 'filling', 'lag'];
/** Takes its time, and is measured when it is asked for. */
const EXTRA = ['million', 'filling10', 'beside', 'nation', 'giving', 'restart', 'identity'];
const FULL = {
  rounds: 5,
  seconds: 1.5,
  warmUpSeconds: 0.5,
  departments: 1_000,
  samples: 1_000,
  eventsEach: 20,
  millionEach: 1_000,
  fillingEach: 100,
  tenMillionEach: 10_000,
  heavyRounds: 3,
  nation: 'NATION',
  nationRounds: 2,
  nationSamples: 8,
  identityRounds: 25,
  identityCommands: 4_000,
};
const SMOKE = {
  rounds: 1,
  seconds: 0.1,
  warmUpSeconds: 0,
  departments: 20,
  samples: 20,
  eventsEach: 5,
  millionEach: 50,
  fillingEach: 5,
  tenMillionEach: 100,
  heavyRounds: 1,
  nation: 'HAMLET',
  nationRounds: 1,
  nationSamples: 1,
  identityRounds: 1,
  identityCommands: 100,
};

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    only: { type: 'string', default: SCENES.join(',') },
    rounds: { type: 'string' },
    brokers: { type: 'string' },
    database: { type: 'string' },
    /** The file with the marks between which the result is written. */
    out: { type: 'string' },
  },
});

/**
 * What the ledger is measured against has a package.json and a lock file of its own, and is installed here alone. The smoke run, which is
 * one of the tests, takes it where it is and does without otherwise. Answers whether it is there.
 */
async function installPeers() {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'peers');
  const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(folder, 'node_modules', '.installed-lock.json');
  let installed;
  try {
    installed = readFileSync(stamp, 'utf8');
  } catch {
    installed = undefined;
  }
  if (installed === wanted) return true;
  if (values.smoke) return false;
  const code = await run('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'], {
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new Problem('The peers of the benchmark could not be installed: the reason stands above.');
  writeFileSync(stamp, wanted);
  return true;
}

async function measureAll(settings) {
  const { openBench } = await import('./support/bench.mjs');
  const { describeMachine } = await import('./support/machine.mjs');
  const scenes = {
    writing: (await import('./rows/writing.mjs')).measureWriting,
    history: (await import('./rows/history.mjs')).measureHistory,
    filling: (await import('./rows/filling.mjs')).measureFilling,
    filling10: (await import('./rows/filling.mjs')).measureFilling10,
    lag: (await import('./rows/lag.mjs')).measureLag,
    million: (await import('./rows/million.mjs')).measureMillion,
    beside: (await import('./rows/beside.mjs')).measureBeside,
    nation: (await import('./rows/nation.mjs')).measureNation,
    giving: (await import('./rows/giving.mjs')).measureGiving,
    restart: (await import('./rows/restart.mjs')).measureRestart,
    identity: (await import('./rows/identity.mjs')).measureIdentity,
  };
  const machine = describeMachine();
  const begun = Date.now();
  const bench = await openBench(settings, { brokers: values.brokers?.split(','), databaseUrl: values.database });
  const rows = [];
  try {
    for (const name of values.only.split(',')) {
      rows.push(...(await scenes[name](bench)));
      await bench.closeScene();
    }
  } finally {
    await bench.close();
  }
  return { machine, rows, minutes: (Date.now() - begun) / 60_000 };
}

try {
  const unknown = values.only.split(',').find((name) => ![...SCENES, ...EXTRA].includes(name));
  if (unknown !== undefined) throw new Problem(`--only takes ${[...SCENES, ...EXTRA].join(', ')}, not ${unknown}.`);
  await install();
  const hasPeers = await installPeers();
  const size = values.smoke ? SMOKE : FULL;
  const settings = { ...size, hasPeers, ...(values.rounds ? { rounds: Number(values.rounds) } : {}) };
  const result = await measureAll(settings);
  const { describeResult } = await import('./support/table.mjs');
  const { writeBetweenMarks } = await import('./support/marks.mjs');
  const text = describeResult(result, settings);
  console.log(text);
  const isWhole = !values.smoke && values.only === SCENES.join(',');
  const page = join(root, 'docs', 'performance.md');
  if (values.out !== undefined) writeBetweenMarks(values.out, 'measured', text);
  else if (!values.smoke && EXTRA.includes(values.only)) writeBetweenMarks(page, values.only, text);
  else if (isWhole) writeBetweenMarks(page, 'measured', text);
} catch (error) {
  fail(error);
}
