import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(__dirname, '..', '..', 'docs');

/** What the threat model says is held by a test, as file and name. */
function heldIn(page: string): { file: string; name: string }[] {
  const text = readFileSync(join(DOCS, page), 'utf8');
  return [...text.matchAll(/\[[\w-]+\.spec\.ts\]\(([^)]+)\): “([^”]+)”/g)].map(([, file = '', name = '']) => ({
    file,
    name,
  }));
}

const held = heldIn('security.md');

test('the threat model names the same tests in both languages, one at least for each sentence', () => {
  expect(held.length).toBeGreaterThan(15);
  expect(heldIn('security.zh-CN.md')).toEqual(held);
  const [, table = ''] = readFileSync(join(DOCS, 'security.md'), 'utf8').split('## Threat model');
  const rows = table.split('\n').filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| who could'));
  expect(rows.length).toBeGreaterThan(8);
  for (const row of rows) expect(row).toMatch(/\.spec\.ts\)/);
});

test.each(held)('$file holds “$name”', ({ file, name }) => {
  const path = join(DOCS, file);
  expect([file, existsSync(path)]).toEqual([file, true]);
  const source = readFileSync(path, 'utf8');
  const declared = new RegExp(
    `\\b(?:it|test)(?:\\.each\\([^]*?\\))?\\([\\s]*[\`'"][^\`'"\\n]*${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
  );
  expect(declared.test(source)).toBe(true);
});
