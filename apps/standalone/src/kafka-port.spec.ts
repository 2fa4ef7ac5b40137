import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keepKafkaPort, keptKafkaPort } from './kafka-port';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-port-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('is any free one at the first start, then that of the start before, unless another one is asked for', () => {
  const dataDir = join(folder, 'new');
  expect(keptKafkaPort(dataDir, undefined)).toBeUndefined();
  keepKafkaPort(dataDir, '127.0.0.1:20123');
  expect(keptKafkaPort(dataDir, undefined)).toBe(20_123);
  expect(keptKafkaPort(dataDir, 9_092)).toBe(9_092);
  keepKafkaPort(dataDir, '127.0.0.1:9092');
  expect(keptKafkaPort(dataDir, undefined)).toBe(9_092);
});

it.each(['', 'abc', '0', '65536', '-1', '9092.5'])('is any free one again where the file holds no port: %j', (text) => {
  writeFileSync(join(folder, 'kafka.port'), text);
  expect(keptKafkaPort(folder, undefined)).toBeUndefined();
});
