import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { testBrokers } from '../support/kafka';

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-bench-spec-'));

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The smallest run of a benchmark on the servers of the tests; answers what it wrote between each pair of marks. */
async function smoke(script: string, marks: readonly string[]): Promise<Map<string, string>> {
  const out = join(folder, `${script}.md`);
  const between = (name: string): string => `<!-- ${name}: begin -->\n<!-- ${name}: end -->\n`;
  writeFileSync(out, marks.map(between).join('\n'));
  const args = ['--smoke', '--brokers', testBrokers().join(','), '--database', database.url, '--out', out];
  await promisify(execFile)(process.execPath, [join(ROOT, 'bench', script), ...args], { maxBuffer: 2 ** 26 });
  const text = readFileSync(out, 'utf8');
  return new Map(
    marks.map((name) => [name, text.split(`<!-- ${name}: begin -->`)[1]?.split(`<!-- ${name}: end -->`)[0] ?? '']),
  );
}

/** The cells of all tables in a text, without their heads. */
function rowsOf(text = ''): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  const heads = new Set(lines.filter((_, index) => lines[index + 1]?.startsWith('| ---') === true));
  return lines
    .filter((line) => !heads.has(line) && !line.startsWith('| ---'))
    .map((line) => line.slice(2, -2).split(' | '));
}

function expectFigures(rows: readonly string[][]): void {
  for (const row of rows) {
    expect(row.join(' ')).toMatch(/\d/);
    expect(row.join(' ')).not.toMatch(/NaN|undefined|Infinity/);
  }
}

test('npm run bench: every row is there, with figures', async () => {
  const measured = (await smoke('main.mjs', ['measured'])).get('measured');
  const rows = rowsOf(measured);
  expectFigures(rows);
  const works = rows.map(([work]) => work ?? '');
  const count = (words: string): number => works.filter((work) => work.startsWith(words)).length;
  const beside = (words: string): number => rows.filter((row) => row[2]?.startsWith(words) === true).length;
  expect({
    one: count('one command by HTTP, 1 in flight, p50'),
    uniform: beside('bare Fastify, as many in flight'),
    hot: count('one hot department by HTTP'),
    batches: count('batches of 100 by HTTP,'),
    inProcess: count('in process'),
    filling: count('tables filled'),
    reading: count('verify') + count('reading,') + count('full fold'),
    memory: count('ledger memory') + count('memory after each command'),
    start: count("a ledger's start"),
    tables: count("a unit's table"),
    longHistory:
      count('one command by HTTP with ten') + count('commands by HTTP, 128') + count('batches of 100 by HTTP with'),
    lag: count('all three services') + count('from 201'),
    // Peers are installed by the benchmark alone, and this run installs nothing.
    emmett: beside('Emmett on Postgres'),
  }).toEqual({
    one: 2,
    uniform: 8,
    hot: 8,
    batches: 4,
    inProcess: 8,
    filling: 5,
    reading: 6,
    memory: 3,
    start: 3,
    tables: 2,
    longHistory: 3,
    lag: 3,
    emmett: measured?.includes('Emmett is left out') === true ? 0 : 1,
  });
});

test('npm run bench:scale: every table is there, with figures', async () => {
  const texts = await smoke('scale.mjs', ['processes', 'holding', 'routing', 'sizing']);
  const rows = new Map([...texts].map(([name, text]) => [name, rowsOf(text)]));
  for (const each of rows.values()) expectFigures(each);
  expect([...rows].map(([name, each]) => [name, each.length])).toEqual([
    ['processes', 17],
    ['holding', 12],
    // Four skews with two numbers of processes, their moves, seven ways to spread the load.
    ['routing', 8 + 2 + 7],
    ['sizing', 6 + 9 + 9 + 9],
  ]);
});

/** The command lines of all processes below one, by their ids. */
function descendantsOf(ancestor: number): Map<number, string> {
  const parents = new Map<number, { parent: number; command: string }>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
      parents.set(Number(pid), { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid)?.parent;
    return parent !== undefined && (parent === ancestor || isBelow(parent));
  };
  return new Map([...parents].filter(([pid]) => isBelow(pid)).map(([pid, { command }]) => [pid, command]));
}

test('npm run bench: a signal ends it with its servers, its services and their data', async () => {
  const bench = spawn(process.execPath, [join(ROOT, 'bench', 'main.mjs'), '--smoke'], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: folder },
  });
  const ended = new Promise((resolve) => bench.once('exit', resolve));
  let below = new Map<number, string>();
  await until('Kafka, Postgres and a ledger run', () => {
    below = descendantsOf(bench.pid!);
    const commands = [...below.values()];
    return ['kafka.Kafka', 'bin/postgres', 'apps/ledger/src/main.js'].every((name) =>
      commands.some((command) => command.includes(name)),
    );
  });
  bench.kill('SIGTERM');
  expect(await ended).toBe(143);
  const left = (): number[] => [...below.keys()].filter((pid) => existsSync(`/proc/${pid}`));
  await until('all of them have ended', () => left().length === 0, { withinMs: 10_000 });
  expect(readdirSync(folder).filter((name) => name.startsWith('budget-ledger-bench-'))).toEqual([]);
});
