import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lineOfRecord } from '#log';
import { readConfig } from '#platform';

import { TestLog } from '../support/test-log';
import { SAMPLE_LINE } from '../support/sample';

/** As on a machine where the client of Postgres is not installed. */
function isMissing(): never {
  throw new Error('the client of Postgres is not installed');
}
jest.mock('pg', isMissing);
jest.mock('pg-copy-streams', isMissing);

import { runAuditVerb } from '../../apps/auditor/src/verbs';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-auditor-'));
const file = join(folder, 'export.ndjson');
const basis = {
  division: '361100',
  department: '126',
  documentNumber: '样例〔2024〕1号',
  effectiveDate: '2024-01-01',
};
const line = { ...SAMPLE_LINE, amountYuan: '1234567.00' };

beforeAll(() => {
  const log = new TestLog(1);
  const name = '上饶市妇女联合会';
  log.post({ ...basis, commandId: 'r', type: 'RegisterUnit', unit: '126001', name, departmentName: name });
  log.post({ ...basis, commandId: 'a', type: 'AllocateBudget', fiscalYear: 2024, lines: [line] });
  writeFileSync(file, log.records[0]!.map((record) => `${lineOfRecord(record, true)}\n`).join(''));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(verb: 'verify' | 'replay', options: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const written = jest.spyOn(process.stdout, 'write').mockImplementation((some) => {
    text += String(some);
    return true;
  });
  try {
    return {
      code: await runAuditVerb(verb, ['--file', file, '--ledger-id', 'test', ...options], readConfig({})),
      text,
    };
  } finally {
    written.mockRestore();
  }
}

it('the auditor verifies and replays where no client of Postgres is installed', async () => {
  expect(() => jest.requireActual<object>('#read-model')).toThrow('the client of Postgres is not installed');
  const verified = await run('verify', ['--json']);
  expect([verified.code, JSON.parse(verified.text)]).toEqual([0, expect.objectContaining({ faults: [] })]);
  const replayed = await run('replay', ['--unit', '361100/126001', '--year', '2024', '--tables', '3', '--as-of', '2']);
  expect([replayed.code, replayed.text]).toEqual([0, expect.stringContaining('123.46')]);
});
