import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '#embedded';

const ROOT = join(__dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'apps', 'standalone', 'src', 'main.js');
const dataDir = mkdtempSync(join(tmpdir(), 'budget-ledger-start-'));
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** What `npm start` runs when nothing needs to be installed, with servers and data of its own. */
function start(
  args: string[],
  env: Record<string, string>,
  onOutput?: (out: string, pid: number) => void,
): Promise<Ended> {
  const { KAFKA_BROKERS: _brokers, DATABASE_URL: _url, ...rest } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: ROOT,
    env: { ...rest, DATA_DIR: dataDir, PORT: '0', CONSOLE_PORT: '0', ...env },
  });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => {
    ended.out += text.toString();
    onOutput?.(ended.out, child.pid ?? 0);
  });
  child.stderr.on('data', (text: Buffer) => {
    ended.err += text.toString();
    onOutput?.(ended.err, child.pid ?? 0);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ ...ended, code });
    });
  });
}

test('the first start loads and prints the sample, the second one finds it and posts nothing twice', async () => {
  const kafkaPort = await freePort();
  const first = await start(['--once'], { KAFKA_PORT: String(kafkaPort) });
  expect([first.code, first.err]).toEqual([0, first.err]);
  expect(first.err).toContain('新记录 recorded 10，此前已有 there before 0');
  expect(first.out).toMatch(/表3 部门支出总表[^]*合计 +691\.29 +497\.38 +193\.92/);
  expect(first.out).toMatch(/表6 一般公共预算基本支出表[^]*30239 +其他交通费用 +15\.79 +15\.79/);
  expect(first.out).toMatch(
    /^数据库 Database \(DATABASE_URL\): postgres:\/\/budget:[0-9a-f]+@127\.0\.0\.1:\d+\/budget$/m,
  );
  expect(first.out).toMatch(/机关运行费.*比 2023 年预算增加 16\.49 万元，增长 63\.04%/);
  // What people open is the first address, and where the sample is.
  expect(/https?:\/\/\S+/.exec(first.out)?.[0]).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/divisions\/361100\/units\/126001\/years\/2024\/tables\/3$/,
  );
  expect(first.out).toMatch(/^控制台 Console: [^]*点选身份，无需密码 .*本机财政局 张三 李四 王五/m);
  const second = await start(['--once'], {});
  expect([second.code, second.err]).toEqual([0, second.err]);
  expect(second.err).toContain('新记录 recorded 0，此前已有 there before 10');
  const issuerOf = ({ out }: Ended) => /^签发方.+: (http:\/\/127\.0\.0\.1:\d+), curl/m.exec(out)?.[1];
  expect(issuerOf(first)).toMatch(/^http/);
  expect(issuerOf(second)).toBe(issuerOf(first));
  const tablesOf = ({ out }: Ended) => out.slice(0, out.indexOf('控制台'));
  expect(tablesOf(second)).toBe(tablesOf(first));
  // Whoever reads from its Kafka finds it at the same address.
  const kafkaOf = ({ out }: Ended) => /^Kafka: (127\.0\.0\.1:\d+)$/m.exec(out)?.[1];
  expect(kafkaOf(first)).toBe(`127.0.0.1:${kafkaPort}`);
  expect(kafkaOf(second)).toBe(kafkaOf(first));
});

test('a start that was killed leaves servers behind; the next one ends them and finds everything', async () => {
  const killed = await start([], {}, (out, pid) => {
    if (out.includes('Ctrl-C')) process.kill(pid, 'SIGKILL');
  });
  expect(killed.code).toBeNull();
  const next = await start([], {}, (out, pid) => {
    if (out.includes('Ctrl-C')) process.kill(pid, 'SIGINT');
  });
  expect([next.code, next.err]).toEqual([0, next.err]);
  expect(next.err).toContain('此前已有 there before 10');
  expect(readdirSync(dataDir)).toContain('token');
});

test('who ends it while it starts has its service closed before the servers that it uses', async () => {
  const log = join(dataDir, 'ledger.log');
  const before = readFileSync(log, 'utf8').length;
  const ended = await start([], {}, (text, pid) => {
    if (text.includes('The ledger is ready')) process.kill(pid, 'SIGTERM');
  });
  expect([ended.code, ended.out]).toEqual([0, '']);
  expect(readFileSync(log, 'utf8').slice(before)).not.toMatch(/terminating connection|Connection terminated/);
});

test('no token of those who sign in stands in its log', () => {
  const log = readFileSync(join(dataDir, 'ledger.log'), 'utf8');
  const tokens = JSON.parse(readFileSync(join(dataDir, 'sign-ins.json'), 'utf8')) as string[];
  const own = readFileSync(join(dataDir, 'token'), 'utf8').trim();
  expect(log.length).toBeGreaterThan(0);
  expect([own, ...tokens].filter((token) => log.includes(token))).toEqual([]);
});

test('a taken port, an unreachable broker and a wrong variable are one sentence each', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '0.0.0.0', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
  });
  const brokers = process.env['TEST_KAFKA_BROKERS'] ?? '';
  const database = process.env['TEST_DATABASE_URL'] ?? '';
  const outside = { KAFKA_BROKERS: brokers, DATABASE_URL: database, TOPIC_PREFIX: 'start-spec' };
  const lastLine = ({ err }: Ended) => err.trim().split('\n').at(-1);
  const taken = await start(['--once'], { ...outside, PORT: String(port) });
  expect(taken.code).toBe(1);
  const isTaken = `端口 ${port} 已被其他程序占用：请停止该程序，或用 PORT 指定空闲端口。 Port ${port} is taken by another program: stop that, or set PORT to a free one.`;
  expect(lastLine(taken)).toBe(isTaken);
  // With servers of its own nothing has been started yet by then.
  const alone = await start(['--once'], { PORT: String(port) });
  expect([alone.code, alone.err.trim()]).toEqual([1, isTaken]);
  const noConsole = await start(['--once'], { CONSOLE_PORT: String(port) });
  expect([noConsole.code, noConsole.err.trim()]).toEqual([
    1,
    isTaken.replace('用 PORT', '用 CONSOLE_PORT').replace('set PORT', 'set CONSOLE_PORT'),
  ]);
  // So are the ports of its Kafka: one that is asked for, and one that the folder has from the start before.
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-taken-'));
  const kafkaTaken =
    `Kafka 的端口 ${port} 已被其他程序占用：请停止该程序，或另选端口 (KAFKA_PORT)。 ` +
    `Port ${port} for Kafka is taken: stop what listens there, or choose another port (KAFKA_PORT).`;
  const inFolder = { DATABASE_URL: database, DATA_DIR: folder };
  const asked = await start(['--once'], { ...inFolder, KAFKA_PORT: String(port) });
  expect([asked.code, lastLine(asked)]).toEqual([1, kafkaTaken]);
  writeFileSync(join(folder, 'kafka.port'), `${port}\n`);
  const kept = await start(['--once'], inFolder);
  expect([kept.code, lastLine(kept)]).toEqual([1, kafkaTaken]);
  // Nothing of a Kafka is there that would have been started.
  expect(existsSync(join(folder, 'kafka', 'log'))).toBe(false);
  rmSync(folder, { recursive: true });
  server.close();
  const unreachable = await start(['--once'], { ...outside, KAFKA_BROKERS: '127.0.0.1:9' });
  expect(unreachable.code).toBe(1);
  expect(lastLine(unreachable)).toMatch(/^No Kafka broker answered at 127\.0\.0\.1:9 .*set KAFKA_BROKERS/);
  const option = await start(['--onec'], {});
  expect([option.code, option.err]).toEqual([
    1,
    expect.stringMatching(/^没有选项 --onec，.*There is no option --onec/),
  ]);
  expect(option.err).not.toMatch(/^\s+at /m);
  for (const place of ['/proc/nothing/here', '/proc/self', join(MAIN, 'below-a-file')]) {
    const impossible = await start(['--once'], { DATA_DIR: place });
    expect([impossible.code, impossible.err.trim().split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(
          /^数据目录 .* 不能写入（E[A-Z]+）：请把 DATA_DIR .* The data folder .* cannot be written to/,
        ),
      ],
    ]);
  }
  const wrong = await start(['--once'], { PORT: 'abc' });
  expect(wrong.code).toBe(1);
  expect(lastLine(wrong)).toMatch(/^环境变量 PORT .+。 Environment variable PORT: /);
});

test('a role of its own says what is wrong with how callers are known, in one sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-callers-'));
  const file = join(folder, 'tokens.txt');
  const run = (env: Record<string, string>): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(ROOT, 'dist', 'apps', 'ledger', 'src', 'main.js')], {
        env: { ...process.env, KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'], PORT: '0', ...env },
      });
      let text = '';
      child.stderr.on('data', (part: Buffer) => (text += part.toString()));
      child.on('close', (exit) => {
        resolve({ code: exit, out: '', err: text.trim() });
      });
    });
  const moved = await run({ LEDGER_TOKENS: 'finance=0123456789abcdef' });
  expect([moved.code, moved.err]).toEqual([
    1,
    expect.stringMatching(/^LEDGER_TOKENS 已不再使用.+LEDGER_TOKENS_FILE\.$/),
  ]);
  writeFileSync(file, 'finance=0123456789abcdef\n');
  const plain = await run({ LEDGER_TOKENS_FILE: file });
  expect([plain.code, plain.err]).toEqual([1, expect.stringMatching(/^\S+tokens\.txt: 第 1 行应为.+Line 1 must read/)]);
  const missing = await run({ LEDGER_KEYS_FILE: join(folder, 'none.json') });
  expect([missing.code, missing.err]).toEqual([1, expect.stringMatching(/^\S+none\.json: ENOENT/)]);
  const audience = await run({ OIDC_ISSUER: 'https://login.example.cn' });
  expect([audience.code, audience.err]).toEqual([1, expect.stringMatching(/^设了 OIDC_ISSUER .+needs OIDC_AUDIENCE/)]);
  rmSync(folder, { recursive: true });
});

test('a token is made in one command, and its line is what the ledger reads', () => {
  const cli = join(ROOT, 'dist', 'apps', 'standalone', 'src', 'cli.js');
  const made = spawnSync(process.execPath, [cli, 'token', '财政局 张三'], { encoding: 'utf8' });
  const token = /^令牌 Token \(财政局 张三\): (\S{43})$/m.exec(made.stderr)?.[1] ?? '';
  const hash = createHash('sha256').update(token).digest('hex');
  expect([made.status, made.stdout]).toEqual([0, `sha256:${hash} 财政局 张三\n`]);
  const kept = spawnSync(process.execPath, [cli, 'token', '财政局 张三', '--keep'], {
    encoding: 'utf8',
    input: `${token}\n`,
  });
  expect([kept.status, kept.stdout, kept.stderr]).toEqual([0, made.stdout, '']);
  const short = spawnSync(process.execPath, [cli, 'token', 'a', '--keep'], { encoding: 'utf8', input: 'short' });
  expect([short.status, short.stdout, short.stderr]).toEqual([1, '', expect.stringMatching(/^标准输入应为一个令牌/)]);
});
