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
    const found = (...advisories: string[]): string =>
      JSON.stringify({
        vulnerabilities: {
          left: {
            severity: 'high',
            range: '<2',
            via: advisories.map((name) => ({ url: `https://advisories.example/${name}` })),
          },
          right: { severity: 'high', range: '<2', via: ['left'] },
        },
      });
    const audit = (text: string, ...exceptions: object[]): unknown =>
      asked('audit.mjs', 'auditFindings', text, exceptions, '2026-11-30');
    expect(audit(found('GHSA-1'))).toEqual({ faults: ['left <2: high, GHSA-1'] });
    expect(audit('{"vulnerabilities":{}}')).toEqual({ faults: [] });
    expect(audit('{"message":"405 Method Not Allowed","statusCode":405}')).toEqual({
      faults: [],
      silent: '405 Method Not Allowed',
    });
    expect(audit('')).toEqual({ faults: [], silent: 'npm printed no report' });
    const exception = { advisory: 'GHSA-1', reason: 'never called', until: '2026-11-30' };
    expect(audit(found('GHSA-1'), exception)).toEqual({ faults: [] });
    expect(audit(found('GHSA-1', 'GHSA-2'), exception)).toEqual({ faults: ['left <2: high, GHSA-2'] });
    expect(audit(found('GHSA-1'), { ...exception, until: '2026-11-29' })).toEqual({
      faults: ['the exception for GHSA-1 has ended on 2026-11-29: never called'],
    });
    expect(audit('', { advisory: 'GHSA-1', until: '2026-12-31' })).toMatchObject({ faults: [expect.any(String)] });
    expect(audit(found(), exception)).toEqual({
      faults: ['GHSA-1 is excepted, and is found no more: take the exception away'],
    });
  });

  it('a lock file that leaves no version and no byte open, and names no host', () => {
    const parsed = (file: string): unknown => JSON.parse(read(file));
    const faults = (lock: unknown, manifest: unknown): unknown => asked('lock.mjs', 'lockFaults', lock, manifest);
    expect(faults(parsed('package-lock.json'), parsed('package.json'))).toEqual([]);
    const locked = { version: '1.0.0', integrity: 'sha512-x' };
    const packages = { '': {}, 'node_modules/a': locked, 'node_modules/a/node_modules/b': { version: '2.0.0' } };
    expect(faults({ packages }, { dependencies: { a: '1.0.0' } })).toEqual(['b 2.0.0 has no SHA-512']);
    const named = { packages: { 'node_modules/a': { ...locked, resolved: 'https://packages.example/a.tgz' } } };
    expect(faults(named, { devDependencies: { a: '^1.0.0' } })).toEqual([
      'a is asked for as ^1.0.0, which is no one version',
      'a 1.0.0 names the host that it comes from',
    ]);
    expect(faults(named, { dependencies: { a: '1.0.1' } })).toContain('a 1.0.1 is not what is locked');
  });
});

it('npm run sbom lists every package that is delivered, once, with version, licence and SHA-512, and none of the tools', () => {
  const text = execFileSync(process.execPath, [join(ROOT, 'scripts', 'sbom.mjs')], { encoding: 'utf8' });
  const { bomFormat, specVersion, metadata, components } = JSON.parse(text) as {
    bomFormat: string;
    specVersion: string;
    metadata: { component: { name: string } };
    components: { purl: string; hashes: { alg: string }[]; licenses: unknown[] }[];
  };
  expect([bomFormat, specVersion, metadata.component.name]).toEqual(['CycloneDX', '1.5', 'budget-ledger']);
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { dev?: boolean; version: string }>;
  };
  const delivered = Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version }]) => `pkg:npm/${path.replace(/^.*node_modules\//, '').replace('@', '%40')}@${version}`);
  expect(components.map(({ purl }) => purl).sort()).toEqual([...new Set(delivered)].sort());
  expect(components.filter(({ hashes }) => !hashes.some(({ alg }) => alg === 'SHA-512'))).toEqual([]);
  expect(components.filter(({ licenses }) => licenses.length === 0)).toEqual([]);
});

it('the changelog of this version may be released, or says what waits', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const waiting = 'changes stand under [Unreleased]: they belong to the version that is released';
  expect((changelog(read('CHANGELOG.md'), version) as string[]).filter((fault) => fault !== waiting)).toEqual([]);
});
