import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { secretInFile, secretOf } from './secret';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-secret-'));
const file = join(folder, 'secret');
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['as it stands', 's3cret', 's3cret'],
  ['with an end of line', 's3cret\n', 's3cret'],
  ['with one of another system', 's3cret\r\n', 's3cret'],
  ['with a byte order mark', '\ufeffs3cret', 's3cret'],
  ['with spaces, which may be part of it', ' s3 cret \n', ' s3 cret '],
  ['with two ends of line, of which one is its own', 's3cret\n\n', 's3cret\n'],
])('a secret in a file %s', (_, text, expected) => {
  writeFileSync(file, text);
  expect(secretInFile(file)).toBe(expected);
});

test.each([
  ['empty', ''],
  ['nothing but an end of line', '\n'],
  ['no text', 's3\0cret'],
  ['a large file', 'x'.repeat(65_537)],
])('%s is none, and nothing of it is told', (_, text) => {
  writeFileSync(file, text);
  expect(() => secretInFile(file)).toThrow(file);
  expect(() => secretInFile(file)).not.toThrow('s3');
});

test('a file that is not there or no file is told, and one that changes counts at once', () => {
  expect(() => secretInFile(join(folder, 'none'))).toThrow('无法读取');
  expect(() => secretInFile(folder)).toThrow('无法读取');
  writeFileSync(file, 'one');
  expect(secretOf({ file })).toBe('one');
  writeFileSync(file, 'two');
  expect(secretOf({ file })).toBe('two');
  expect(secretOf({ value: 'three' })).toBe('three');
});
