import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConfigError } from '#platform';

import { requireDataFolder, startOptions } from './before-start';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-before-'));
afterAll(() => {
  chmodSync(join(folder, 'read-only'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

describe('the options of a start', () => {
  it.each([
    [[], { once: false, help: false }],
    [['--once'], { once: true, help: false }],
    [['-h'], { once: false, help: true }],
  ])('%j are taken', (args, options) => {
    expect(startOptions(args, 'USAGE')).toEqual(options);
  });

  it.each([
    ['--onec', ['--onec']],
    ['--port=8081', ['--once', '--port=8081']],
    ['-x', ['-x']],
    ['once', ['once']],
    ['--once=1', ['--once=1']],
  ])('that there are not are named, with those that there are: %s', (named, args) => {
    const start = (): unknown => startOptions(args, 'USAGE');
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(`没有选项 ${named}，可用的见下。 There is no option ${named}; those that there are:\nUSAGE`);
  });
});

describe('the data folder', () => {
  it('is made where it is missing, with those above it, and nothing is left in it', () => {
    const deep = join(folder, 'a', 'b', 'c');
    requireDataFolder(deep);
    requireDataFolder(deep);
    expect(readdirSync(deep)).toEqual([]);
  });

  const readOnly = join(folder, 'read-only');
  requireDataFolder(readOnly);
  chmodSync(readOnly, 0o555);
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  // Root may write where the rights say no, but not where the system has no place for files.
  const impossible = [
    ...(process.getuid?.() === 0 ? [] : [readOnly]),
    '/proc/self',
    '/proc/nothing/here',
    file,
    join(file, 'below'),
  ];

  it.each(impossible)('is refused in one sentence where nothing can be written: %s', (path) => {
    const start = (): unknown => requireDataFolder(path);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(
      /^数据目录 \S+ 不能写入（E[A-Z]+）：请把 DATA_DIR 设为可写的目录。 The data folder \S+ cannot be written to \(E[A-Z]+\): set DATA_DIR to one that can\.$/,
    );
    expect(existsSync(join(path, 'kafka'))).toBe(false);
  });
});
