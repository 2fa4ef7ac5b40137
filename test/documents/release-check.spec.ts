import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The scripts are modules that Jest does not load by itself, so a process of its own asks them. */
function asked(file: string, name: string, ...args: unknown[]): unknown {
  const url = JSON.stringify(join(ROOT, 'scripts', 'release', file));
  const code = `import(${url}).then((part) => console.log(JSON.stringify(part.${name}(...JSON.parse(require('node:fs').readFileSync(0, 'utf8'))))))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8', input: JSON.stringify(args) }));
}

const changelog = (text: string, version: string): unknown => asked('changelog.mjs', 'changelogFaults', text, version);

describe('what npm run release:check asks for', () => {
  const good = '# Changes\n\n## [Unreleased]\n\n## [1.2.0] - 2026-11-30\n\n### Added\n\n- More.\n';

  it('a changelog whose newest section is the version, dated, with nothing left over', () => {
    expect(changelog(good, '1.2.0')).toEqual([]);
    expect(changelog(good, '1.3.0')).toEqual([
      'the newest released section is not that of 1.3.0: [1.2.0] - 2026-11-30',
    ]);
    expect(changelog(good.replace('[Unreleased]\n', '[Unreleased]\n\n- Not yet.\n'), '1.2.0')).toEqual([
      'changes stand under [Unreleased]: they belong to the version that is released',
    ]);
    expect(changelog(good.replace('2026-11-30', '2026-13-41'), '1.2.0')).toEqual(['no date: [1.2.0] - 2026-13-41']);
    expect(changelog(good.replace('Added', 'News'), '1.2.0')).toHaveLength(1);
    expect(changelog(good, '1.2')).toHaveLength(2);
  });

  it('licences that somebody has allowed, of what is delivered', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, object> };
    expect(asked('licences.mjs', 'licencesOf', lock)).toMatchObject({ faults: [] });
    const packages = {
      '': {},
      'node_modules/a/node_modules/b': { version: '1.0.0', license: 'AGPL-3.0' },
      'node_modules/c': { version: '2.0.0', license: 'AGPL-3.0', dev: true },
    };
    expect(asked('licences.mjs', 'licencesOf', { packages })).toEqual({
      faults: ['b 1.0.0 is under AGPL-3.0, which nobody has allowed'],
      counts: [['AGPL-3.0', 1]],
    });
  });

  it('no known hole, and tells nobody-knows from nothing-found', () => {
    const found = { vulnerabilities: { left: { severity: 'high', range: '<2' } } };
    expect(asked('audit.mjs', 'auditFindings', JSON.stringify(found))).toEqual({ faults: ['left <2: high'] });
    expect(asked('audit.mjs', 'auditFindings', '{"vulnerabilities":{}}')).toEqual({ faults: [] });
    const refused = '{"message":"405 Method Not Allowed","statusCode":405}';
    expect(asked('audit.mjs', 'auditFindings', refused)).toEqual({ faults: [], silent: '405 Method Not Allowed' });
    expect(asked('audit.mjs', 'auditFindings', '')).toEqual({ faults: [], silent: 'npm printed no report' });
  });
});

it('the changelog of this version may be released, or says what waits', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const waiting = 'changes stand under [Unreleased]: they belong to the version that is released';
  expect((changelog(read('CHANGELOG.md'), version) as string[]).filter((fault) => fault !== waiting)).toEqual([]);
});
