import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../chaos/wait';
import { Browser } from '../support/browser';
import { launchChromium } from '../support/chromium';
import { registrationOf } from '../support/sample';
import { SseClient } from '../support/sse-client';

const ROOT = join(__dirname, '..', '..');
const dataDir = mkdtempSync(join(tmpdir(), 'budget-ledger-npm-start-'));
let child: ChildProcess;
let out = '';

/** As `npm start` does, with servers and data of its own, and the console as it was compiled. */
beforeAll(async () => {
  const { KAFKA_BROKERS: _brokers, DATABASE_URL: _url, ...env } = process.env;
  child = spawn(process.execPath, [join(ROOT, 'dist', 'apps', 'standalone', 'src', 'main.js')], {
    cwd: ROOT,
    env: { ...env, DATA_DIR: dataDir, PORT: '0', CONSOLE_PORT: '0' },
  });
  child.stdout!.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr!.on('data', (text: Buffer) => (out += text.toString()));
  await until('it has started', () => out.includes('Ctrl-C') || child.exitCode !== null, { withinMs: 240_000 });
});
afterAll(async () => {
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
  rmSync(dataDir, { recursive: true, force: true });
});

const printed = (): string => /控制台 Console: +(\S+)/.exec(out)?.[1] ?? '';
const at = (path: string): string => new URL(path, printed()).href;

async function signedInAs(person: string): Promise<Browser> {
  const browser = new Browser();
  const { url, text } = await browser.open(at('/session/sign-in'));
  const request = /name="request" value="([\w-]+)"/.exec(text)?.[1] ?? '';
  const body = new URLSearchParams({ request, person });
  const chosen = await browser.ask(`${new URL(url).origin}/authorize`, { method: 'POST', body });
  await browser.open(chosen.headers.get('location')!);
  return browser;
}

test('it shows the console, and who chooses a person there reads and posts what that person may', async () => {
  const visitor = await new Browser().open(printed());
  expect([visitor.status, visitor.text]).toEqual([200, expect.stringMatching(/<script[^>]+src="\/assets\//)]);
  expect(visitor.text).not.toMatch(/<script>|<style|style="|onload=/);
  const page = await new Browser().open(at('/session/sign-in'));
  for (const name of ['本机财政局', '张三', '李四', '王五', '赵六', '孙敏', '周平', '吴工'])
    expect(page.text).toContain(`<b>${name}</b>`);

  const zhang = await signedInAs('zhang-san');
  expect(JSON.parse((await zhang.call(at('/session'))).text)).toMatchObject({ signedIn: true, actor: '张三' });
  const table = await zhang.call(at('/v1/units/361100/126001/years/2024/tables/3'));
  expect([table.status, table.text]).toEqual([200, expect.stringContaining('691.29')]);
  expect((await zhang.call(at('/v1/projections'))).status).toBe(403);

  const stream = await listening(zhang);
  const command = { ...registrationOf('126'), unit: '126009', name: '样例单位', commandId: 'from-the-console' };
  const posted = await zhang.call(at('/v1/commands'), { method: 'POST', body: command });
  expect([posted.status, JSON.parse(posted.text)]).toEqual([201, expect.objectContaining({ stream: '361100/126' })]);
  await until('the change has been told', () => stream.messages.some(({ event }) => event !== 'ready'));
  stream.close();

  const reader = await signedInAs('zhou-ping');
  const refused = await reader.call(at('/v1/commands'), { method: 'POST', body: { ...command, commandId: 'other' } });
  expect([refused.status, JSON.parse(refused.text)]).toEqual([403, expect.objectContaining({ code: 'forbidden' })]);
  const owner = await signedInAs('finance-bureau');
  for (const path of ['/v1/projections', '/v1/streams/361100/126/events', '/v1/access'])
    expect([path, (await owner.call(at(path))).status]).toEqual([path, 200]);

  for (const browser of [zhang, reader, owner]) expect(browser.received).not.toMatch(/eyJ[\w-]{10,}\.[\w-]+\.[\w-]+/);
  expect(readFileSync(join(dataDir, 'ledger.log'), 'utf8')).not.toMatch(/eyJ[\w-]{10,}\.[\w-]+\.[\w-]+/);
});

test('in a real browser the compiled pages show the sample’s table to who signs in, and break no rule of their policy', async () => {
  const browser = await launchChromium();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await page.goto(printed());
    await page.getByRole('link', { name: '登录' }).first().click();
    await page.getByRole('button', { name: '张三' }).click();
    await page.waitForURL(printed());
    await page.getByText('691.29').first().waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});

function listening(browser: Browser): Promise<SseClient> {
  const { host } = new URL(printed());
  const cookie = [...browser.cookies].filter(([key]) => key.startsWith(`${host} `));
  const header = cookie.map(([key, value]) => `${key.slice(host.length + 1)}=${value}`).join('; ');
  return new SseClient(at('/v1/subscriptions?division=361100&department=126'), { cookie: header }).untilReady();
}
