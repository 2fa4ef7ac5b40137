import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const MOST_LINES = 300;
const HALF_OF_THEM = 75;

const sizes = ['apps', 'libs'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      name: join(room, name),
      lines: readFileSync(join(ROOT, room, name), 'utf8')
        .trimEnd()
        .split('\n').length,
    })),
);

test(`no file is longer than ${MOST_LINES} lines, and half of them not longer than ${HALF_OF_THEM}`, () => {
  expect(sizes.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted.length).toBeGreaterThan(400);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(HALF_OF_THEM);
});
