import { parseArgs } from 'node:util';

import { ConfigError, readConfig, runMain } from '#platform';
import { Presets, SingleBar } from 'cli-progress';

import { AUDIT_USAGE, isAuditVerb, runAuditVerb } from '../../auditor/src/verbs';
import { COPY_USAGE, runCopy } from './copy-log-verb';
import { importFile } from './import-file';
import { LedgerClient } from './ledger-client';
import { PROJECTIONS_USAGE, runProjections } from './projections-verb';

const USAGE = `用法 Usage:
  npm run ledger -- import FILE.csv  [--url http://127.0.0.1:8080] [--token TOKEN]
  npm run ledger -- import FILE.json [--url …] [--token …]
${AUDIT_USAGE}${PROJECTIONS_USAGE}${COPY_USAGE}
  import  提交预算数据：CSV（division,unit,fiscalYear,command,documentNumber,effectiveDate,originYear,source,function,
          economic,category,project,procurement,amount）或命令的 JSON 数组；重复导入不改变任何内容
          posts budget facts (CSV) or an array of commands (JSON); a second import changes nothing
`;

const ASKED_WRONG = new Set(['ConfigError', 'ChartFileError', 'LogUnreachable', 'ExportFileError']);

runMain(async () => {
  const [first = '', ...rest] = process.argv.slice(2);
  if (isAuditVerb(first) && !rest.some((arg) => arg === '--help' || arg === '-h')) {
    process.exitCode = await runAudit(first, rest);
    return;
  }
  if (first === 'projections') {
    process.exitCode = await runProjections(rest, readConfig(process.env));
    return;
  }
  if (first === 'copy-log') {
    await runCopy(rest, readConfig(process.env));
    return;
  }
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string' }, token: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [verb, file] = positionals;
  if (values.help === true || verb === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  if (verb !== 'import' || file === undefined) throw new ConfigError(USAGE);
  const url = values.url ?? process.env['LEDGER_URL'] ?? 'http://127.0.0.1:8080';
  const token = values.token ?? process.env['LEDGER_TOKEN'];
  if (token === undefined) throw new ConfigError('Give the token that `npm start` printed: --token TOKEN.');
  await runImport(file, new LedgerClient(url, token));
});

/** An auditor's script must be able to tell a broken log (1) from a question that could not be asked (2). */
async function runAudit(verb: Parameters<typeof runAuditVerb>[0], argv: string[]): Promise<number> {
  try {
    return await runAuditVerb(verb, argv, readConfig(process.env));
  } catch (error) {
    if (!(error instanceof Error) || !ASKED_WRONG.has(error.name)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function runImport(file: string, client: LedgerClient): Promise<void> {
  const bar = new SingleBar({ format: '{bar} {value}/{total}', etaBuffer: 10 }, Presets.shades_classic);
  const { recorded, repeated, errors } = await importFile(file, client, (done, total) => {
    if (done === 0) bar.start(total, done);
    else bar.update(done);
  });
  bar.stop();
  for (const { row, message } of errors) process.stderr.write(`第 ${row} 行 row ${row}: ${message}\n`);
  process.stdout.write(
    `新记录 ${recorded}，此前已有 ${repeated}，错误 ${errors.length}。 ` +
      `${recorded} recorded, ${repeated} there before, ${errors.length} errors.\n`,
  );
  if (errors.length > 0) process.exitCode = 1;
}
