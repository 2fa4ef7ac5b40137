import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { EVENT_TYPES } from '#domain';
import {
  COMMAND_EXAMPLES,
  COMMAND_WORDS,
  commandSchema,
  EVENT_WORDS,
  OLD_TYPES,
  parseCommand,
  refusalsOf,
} from '#wire';
import fc from 'fast-check';

import { exampleRun } from '../../apps/standalone/src/reference/example-run';
import { referencePages } from '../../apps/standalone/src/reference/reference-pages';
import { steps, World } from '../../libs/domain/test/random-years';
import { choicesOf } from '../support/arbitrary-of';

const DOCS = join(__dirname, '..', '..', 'docs');
const page = (name: string): string => readFileSync(join(DOCS, name), 'utf8');
const pages = referencePages();
const happened = exampleRun();

/** What stands under a heading, to the next one of its level. */
function sectionOf(text: string, heading: string): string {
  const section = text.split(/^(?=## )/m).find((each) => each.startsWith(`## ${heading} `));
  if (section === undefined) throw new Error(`no section ${heading}`);
  return section;
}

describe('the pages of docs/ that are made from the code', () => {
  it.each(Object.keys(pages))('%s stands as it is made now (npm run describe makes it anew)', (name) => {
    expect(page(name)).toBe(pages[name]);
  });

  it('tell every command with its Chinese name, its fields and a working example', () => {
    const types = [...choicesOf(commandSchema).keys()];
    expect(Object.keys(COMMAND_WORDS).sort()).toEqual(types.sort());
    for (const type of types) {
      const section = sectionOf(pages['commands.md'] ?? '', type);
      expect(section).toMatch(/^## \w+ \p{Script=Han}/u);
      expect(section).toContain('| 字段 field |');
      expect(section).toContain(`"type": "${type}"`);
    }
  });

  it('tell every type of event with its Chinese name, its fields and an example, and every older type', () => {
    expect(Object.keys(EVENT_WORDS).sort()).toEqual([...EVENT_TYPES].sort());
    for (const type of EVENT_TYPES) {
      const section = sectionOf(pages['events.md'] ?? '', type);
      expect(section).toMatch(/^## \S+ \p{Script=Han}/u);
      expect(section).toContain('| 字段 field |');
      expect(section).toContain(`"type": "${type}"`);
    }
    for (const { type } of OLD_TYPES) expect(pages['events.md']).toContain(`- \`${type}\` →`);
  });

  it('say of every field what it means, in both languages', () => {
    for (const name of ['commands.md', 'events.md']) {
      const rows = (pages[name] ?? '').split('\n').filter((row) => /^\| `[^`]+`/.test(row));
      expect(rows.length).toBeGreaterThan(100);
      for (const row of rows) expect(row).toMatch(/\| [^|]*\p{Script=Han}[^|]*。 [A-Za-z][^|]* \|$/u);
    }
  });

  it('hold every value of every enumeration that a schema has', () => {
    const values = new Set<string>();
    for (const name of ['openapi.json', 'asyncapi.json', 'budget-tables.schema.json']) {
      collectValues(JSON.parse(page(name)), '', values);
    }
    expect(values.size).toBeGreaterThan(100);
    const missing = [...values].filter((value) => !(pages['codes.md'] ?? '').includes(`| \`${value}\` | `));
    expect(missing).toEqual([]);
  });
});

/** Enumerations, and what tells the forms of a choice from each other. */
function collectValues(node: unknown, name: string, values: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const { enum: listed = [], const: single } = node as { enum?: unknown[]; const?: unknown };
  const all = [...listed, ...(single === undefined ? [] : [single])];
  const tells = ['type', 'kind', 'section'].includes(name);
  if (listed.length > 1 || tells) {
    for (const value of all) if (typeof value === 'string') values.add(value);
  }
  for (const [key, inner] of Object.entries(node)) collectValues(inner, key, values);
}

describe('the examples', () => {
  it('are well formed, named once each, and become no refusal', () => {
    expect(new Set(COMMAND_EXAMPLES.map(({ name }) => name)).size).toBe(COMMAND_EXAMPLES.length);
    for (const { command } of COMMAND_EXAMPLES) {
      expect(parseCommand(command)).toMatchObject({ ok: true, command });
      const [own] = happened.filter((each) => each.command.commandId === command.commandId);
      expect([command.commandId, own?.event.type]).not.toContain('command.refused.v1');
    }
  });

  it('become every type of event', () => {
    expect([...new Set(happened.map(({ event }) => event.type))].sort()).toEqual([...EVENT_TYPES].sort());
  });
});

test('a command is told with every refusal that random years of it meet', () => {
  fc.assert(
    fc.property(steps(100), (played) => {
      const world = new World().play(played);
      for (const { command, event } of world.decided) {
        if (event.type !== 'command.refused.v1' || !Object.hasOwn(COMMAND_WORDS, command.type)) continue;
        expect(refusalsOf(command.type as keyof typeof COMMAND_WORDS)).toContain(event.data.refusal.code);
      }
    }),
    { numRuns: 60 },
  );
});

test('docs/log-format.md lists every type of event with its name, and no others', () => {
  const listed = page('log-format.md')
    .split('\n')
    .filter((row) => /^\| `[a-z-]+(\.[a-z-]+)*\.v\d+` \|/.test(row));
  const rows = Object.entries(EVENT_WORDS).map(([type, { name, zh, en }]) => `| \`${type}\` | ${name} | ${zh} ${en} |`);
  const old = OLD_TYPES.map(({ type, becomes }) => `| \`${type}\` | 旧类型 | 读作 read as \`${becomes}\` |`);
  const opening = '| `ledger.opened.v1` | 账本已开立 | the first record: `ledgerId`, `partitions` |';
  expect(listed).toEqual([opening, ...rows, ...old]);
});
