// npm run release:check: whether what is here may be released under the version that package.json names. Says everything that is missing.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fail, install, npm, root, run } from './install.mjs';
import { auditFindings } from './release/audit.mjs';
import { changelogFaults } from './release/changelog.mjs';
import { licencesOf } from './release/licences.mjs';
import { lockFaults } from './release/lock.mjs';

const read = (file) => readFileSync(join(root, file), 'utf8');
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** A released version is a commit that everybody finds again, and nothing besides. */
function checkCommit(version) {
  const faults = [];
  if (git('status', '--porcelain') !== '') faults.push('there are changes that are not committed');
  const tag = `v${version}`;
  const tagged = git('tag', '--list', tag) === '' ? undefined : git('rev-list', '-n', '1', tag);
  if (tagged !== undefined && tagged !== git('rev-parse', 'HEAD'))
    faults.push(`${tag} names another commit: what is new needs a new version`);
  return faults;
}

async function checkDocuments() {
  const code = await run(process.execPath, [join(root, 'scripts', 'describe.mjs')]);
  if (code !== 0) return ['npm run describe failed'];
  const changed = git('status', '--porcelain', '--', 'docs');
  return changed === '' ? [] : [`npm run describe wrote files anew:\n${changed}`];
}

async function checkSamples() {
  const code = await run(process.execPath, [join(root, 'scripts', 'test.mjs'), 'test/documents']);
  return code === 0 ? [] : ['the tests of documents and stored samples failed'];
}

function checkLicences() {
  const { faults, counts } = licencesOf(JSON.parse(read('package-lock.json')));
  console.log(`       ${counts.map(([licence, count]) => `${licence} ${count}`).join(', ')}`);
  return faults;
}

function checkLock() {
  return lockFaults(JSON.parse(read('package-lock.json')), JSON.parse(read('package.json')));
}

/** A registry that does not answer is no reason to wait: the check says that nobody knows, and goes on. */
function checkAudit() {
  const { command, args } = npm(['audit', '--omit=dev', '--json']);
  let text;
  try {
    text = execFileSync(command, args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 120_000,
    });
  } catch (error) {
    // npm ends with an error both where it found something and where it could not ask.
    text = String(/** @type {{ stdout?: string }} */ (error).stdout);
  }
  const exceptions = JSON.parse(read('scripts/release/audit-exceptions.json'));
  const { faults, silent } = auditFindings(text, exceptions, new Date().toISOString().slice(0, 10));
  if (silent !== undefined) console.log(`       not known, the registry does not tell: ${silent.split(' - ')[0]}`);
  return faults;
}

try {
  const { version } = JSON.parse(read('package.json'));
  await install();
  /** @type {[name: string, check: () => string[] | Promise<string[]>][]} */
  const checks = [
    ['commit and tag', () => checkCommit(version)],
    ['changelog', () => changelogFaults(read('CHANGELOG.md'), version)],
    ['documents', checkDocuments],
    ['stored samples', checkSamples],
    ['lock file', checkLock],
    ['licences', checkLicences],
    ['audit', checkAudit],
  ];
  let missing = 0;
  for (const [name, check] of checks) {
    const faults = await check();
    console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    for (const fault of faults) console.log(`       ${fault}`);
    missing += faults.length;
  }
  console.log(missing === 0 ? `${version} may be released.` : `${version} may not be released: ${missing} to mend.`);
  process.exit(missing === 0 ? 0 : 1);
} catch (error) {
  fail(error);
}
