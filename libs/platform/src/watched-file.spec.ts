import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { WatchedFile } from './watched-file';

const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-watched-'));
const path = join(folder, 'file');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function numberIn(text: string): number {
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error('no number');
  return value;
}

/** Resolves with what the file is said to have become. */
function nextWord(file: WatchedFile<number>): Promise<string> {
  return new Promise((resolve) => {
    const said = (sentence: string): void => {
      file.stop();
      resolve(sentence);
    };
    file.watch({ changed: said, refused: said });
  });
}

test('a file is read again when it changes, and one that is wrong or gone leaves what was there and says so', async () => {
  writeFileSync(path, '1');
  const file = new WatchedFile(path, numberIn);
  expect([file.value, file.complaint]).toEqual([1, undefined]);
  writeFileSync(path, '22');
  expect(await nextWord(file)).toMatch(/已重新载入.+was read again/);
  expect(file.value).toBe(22);
  writeFileSync(path, 'three');
  const complaint = await nextWord(file);
  expect(complaint).toMatch(/沿用之前的内容 what it said before still counts: .+no number/);
  expect([file.value, file.complaint]).toEqual([22, complaint]);
  rmSync(path);
  expect(await nextWord(file)).toMatch(/ENOENT/);
  writeFileSync(path, '4444');
  await nextWord(file);
  expect([file.value, file.complaint]).toEqual([4_444, undefined]);
});

test('nobody starts with a file that is wrong, missing or beyond all measure', () => {
  writeFileSync(path, 'none');
  expect(() => new WatchedFile(path, numberIn)).toThrow(`${path}: no number`);
  writeFileSync(path, Buffer.alloc((4 << 20) + 1, ' '));
  expect(() => new WatchedFile(path, numberIn)).toThrow('larger than 4 MiB');
  rmSync(path);
  expect(() => new WatchedFile(path, numberIn)).toThrow(/ENOENT/);
});
