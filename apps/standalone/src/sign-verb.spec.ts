import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keysIn, SignedCommands } from '#access';
import { readConfig } from '#platform';

import { runKey, runSign } from './sign-verb';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-sign-'));
const file = join(folder, 'private.json');
const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true }));

const config = readConfig({ LEDGER_ID: 'spec-ledger' });

test('what the one command signs with the key of the other is taken by the ledger that knows its public half', async () => {
  runKey(['国库系统', '--kid', 'treasury', '--private-key-file', file]);
  const publicKeys = printed.splice(0).join('');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(publicKeys).not.toContain((JSON.parse(readFileSync(file, 'utf8')) as { d: string }).d);
  const command = Buffer.from('{"commandId":"k1"}\n');
  await runSign(['--key-file', file, '--for', '5'], config, command);
  const commands = new SignedCommands(() => keysIn(publicKeys), 'spec-ledger');
  const { sender, payload } = await commands.open(Buffer.from(printed.join('').trimEnd()));
  expect([sender.actor, Buffer.from(payload)]).toEqual(['国库系统', command]);
});

test('a key that is there is not written over, and what is asked wrong is told', async () => {
  const ask = ['国库系统', '--kid', 'treasury', '--private-key-file', file];
  expect(() => runKey(ask)).toThrow('无法写入私钥');
  expect(() => runKey(['国库系统'])).toThrow('用法 Usage');
  await expect(runSign([], config)).rejects.toThrow('用法 Usage');
  await expect(runSign(['--key-file', join(folder, 'none')], config)).rejects.toThrow('无法读取');
  for (const minutes of ['0', 'x', '20161'])
    await expect(runSign(['--key-file', file, '--for', minutes], config, Buffer.from('{}'))).rejects.toThrow(/14/);
});
