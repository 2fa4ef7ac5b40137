import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { REFUSAL_RULES } from '#domain';

const year = readFileSync(join(__dirname, '..', '..', 'docs', 'year.md'), 'utf8');

test('docs/year.md lists every refusal with its rule and source, and no others', () => {
  const rows = Object.entries(REFUSAL_RULES).map(
    ([code, { title, legalSource }]) => `| \`${code}\` | ${title.zh} ${title.en} | ${legalSource} |`,
  );
  const listed = year.split('\n').filter((row) => row.startsWith('| `') && row.includes('》'));
  expect(listed).toEqual(rows);
});
