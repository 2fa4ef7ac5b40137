import { ConfigError, readConfig, runMain } from '#platform';

import { AUDIT_USAGE, isAuditVerb, runAuditVerb } from '../../auditor/src/verbs';
import { ACLS_USAGE, runAcls } from './acls-verb';
import { COPY_USAGE, runCopy } from './copy-log-verb';
import { IMPORT_HELP, IMPORT_USAGE, runImport } from './import-verb';
import { PROJECTIONS_USAGE, runProjections } from './projections-verb';
import { ROLES_USAGE, runRoles } from './roles-verb';
import { runKey, runSign, SIGN_USAGE } from './sign-verb';
import { runToken, TOKEN_USAGE } from './token-verb';

const USAGE = `用法 Usage:
${IMPORT_USAGE}${AUDIT_USAGE}${PROJECTIONS_USAGE}${TOKEN_USAGE}${SIGN_USAGE}${ACLS_USAGE}${ROLES_USAGE}${COPY_USAGE}
${IMPORT_HELP}`;

const ASKED_WRONG = new Set(['ConfigError', 'ChartFileError', 'LogUnreachable', 'ExportFileError']);

runMain(async () => {
  const [first, ...rest] = process.argv.slice(2);
  const asksHelp = [first, ...rest].some((arg) => arg === '--help' || arg === '-h');
  if (first === undefined || asksHelp) {
    process.stdout.write(USAGE);
  } else if (isAuditVerb(first)) {
    process.exitCode = await runAudit(first, rest);
  } else if (first === 'projections') {
    process.exitCode = await runProjections(rest, readConfig(process.env));
  } else if (first === 'copy-log') {
    await runCopy(rest, readConfig(process.env));
  } else if (first === 'token') {
    runToken(rest);
  } else if (first === 'acls') {
    process.exitCode = await runAcls(rest, readConfig(process.env));
  } else if (first === 'roles') {
    await runRoles(rest, readConfig(process.env));
  } else if (first === 'key') {
    runKey(rest);
  } else if (first === 'sign') {
    await runSign(rest, readConfig(process.env));
  } else if (first === 'import') {
    process.exitCode = await runImport(rest);
  } else {
    throw new ConfigError(USAGE);
  }
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
