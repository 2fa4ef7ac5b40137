import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestDatabase } from '../support/database';

const MAIN = join(__dirname, '..', '..', 'dist', 'apps', 'standalone', 'src', 'example-year', 'main.js');

test('a year of a department plays through HTTP, and its tables agree with the audit trail', async () => {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'budget-ledger-year-'));
  const env = {
    ...process.env,
    KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'],
    DATABASE_URL: database.url,
    TOPIC_PREFIX: 'example-year-spec',
    DATA_DIR: dataDir,
    PORT: '0',
  };
  const child = spawn(process.execPath, [MAIN], { env });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  rmSync(dataDir, { recursive: true, force: true });
  await database.drop();
  expect([code, err]).toEqual([0, err]);
  const [, all = '', refused = ''] = /命令 (\d+)：成立 \d+，拒绝 (\d+)/.exec(out) ?? [];
  expect(Number(all)).toBeGreaterThan(1_900);
  expect(Number(refused)).toBe(91);
  expect(out.match(/与审计轨迹的 SQL 合计一致/g)).toHaveLength(2);
  // What the next year opens with is what the old one gave away: the same total on both sides.
  const [yearEnd = '', opening = ''] = out.split('\n').filter((row) => row.startsWith('合计'));
  const cells = (row: string): string[] => row.trim().split(/ +/);
  expect(cells(yearEnd)[9]).toBe(cells(opening)[2]);
});
