import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { REFUSAL_RULES } from '#domain';

type Title = Record<'zh' | 'en', string>;

test.each<[page: string, words: (title: Title) => string]>([
  ['year.md', ({ zh, en }) => `${zh} ${en}`],
  ['year.zh-CN.md', ({ zh }) => zh],
])('docs/%s lists every refusal with its rule and source, and no others', (page, words) => {
  const rows = Object.entries(REFUSAL_RULES).map(
    ([code, { title, legalSource }]) => `| \`${code}\` | ${words(title)} | ${legalSource} |`,
  );
  const text = readFileSync(join(__dirname, '..', '..', 'docs', page), 'utf8');
  expect(text.split('\n').filter((row) => row.startsWith('| `') && row.includes('》'))).toEqual(rows);
});
