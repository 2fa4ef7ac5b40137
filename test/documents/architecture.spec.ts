import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');

/** What turns an amount from one form into another. */
const CONVERSIONS = ['withTwoPlaces', 'fenOf', 'yuanOf', 'inWan', 'wanCell'];
const MOST_FILES = 30;
const MOST_CONVERSIONS = 6;

/** The walk: a row for each file, with what is said of it. */
const steps = [...page.matchAll(/^\| `([^`]+\.ts)` \| (.*) \|$/gm)].map(([, file = '', said = '']) => ({ file, said }));
const named = new Set([...page.matchAll(/`((?:apps|libs)\/[^`]+\.ts)`/g)].map(([, file = '']) => file));

describe('docs/architecture.md', () => {
  it('names files that are there, each once on the walk, and no more than a reader can follow', () => {
    expect(steps.length).toBeGreaterThan(20);
    expect(new Set(steps.map(({ file }) => file)).size).toBe(steps.length);
    expect([...named].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(named.size).toBeLessThanOrEqual(MOST_FILES);
  });

  it('numbers the conversions in order', () => {
    const numbers = [...page.matchAll(/\*\*(\d+)\*\*/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeLessThanOrEqual(MOST_CONVERSIONS);
  });

  it.each(steps)('names beside $file the conversions that it calls, and no others', ({ file, said }) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    const called = CONVERSIONS.filter((name) => new RegExp(`(?<!function )\\b${name}\\(`).test(source));
    const own = CONVERSIONS.filter((name) => new RegExp(`function ${name}\\(`).test(source));
    const told = CONVERSIONS.filter((name) => said.includes(`\`${name}\``));
    expect(called.filter((name) => !own.includes(name) && !told.includes(name))).toEqual([]);
    expect(told.filter((name) => !called.includes(name) && !own.includes(name))).toEqual([]);
  });
});
