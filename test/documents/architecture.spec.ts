import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { applyEffect, type Command, decide, effectsOf, emptyState, evolve, lineKeyOf } from '#domain';
import { profileOf, reportOf, statutoryTable } from '#report';
import { eventOf, loadChart, parseCommand } from '#wire';

const ROOT = join(__dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');

/** What turns an amount from one form into another. */
const CONVERSIONS = ['withTwoPlaces', 'fenOf', 'storedFen', 'yuanOf', 'inWan', 'wanCell'];
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

  it('tells the forms that the amount has on its way', () => {
    const forms = formsOf('834200');
    expect(forms).toEqual(['"834200"', '"834200.00"', '83420000n', '"83.42"']);
    expect(forms.filter((form) => !page.includes(`\`${form}\``))).toEqual([]);
  });
});

/** The walk itself but for the servers on it: what is sent, recorded, added up and printed. */
function formsOf(sent: string): string[] {
  const chart = loadChart([]);
  const document = { division: '361100', department: '126', documentNumber: '饶财预〔2024〕1号' };
  const basis = { ...document, effectiveDate: '2024-01-01' };
  const unit = { division: '361100', department: '126', unit: '126001', name: '单位', departmentName: '部门' };
  const line = {
    unit: unit.unit,
    source: 'general-public-budget',
    function: '2012901',
    economic: '30101',
    category: 'personnel',
  };
  const registered = decide(emptyState, read({ type: 'RegisterUnit', commandId: 'one', ...basis, ...unit }), { chart });
  const allocate = { type: 'AllocateBudget', commandId: 'two', ...basis, fiscalYear: 2024 };
  const command = read({ ...allocate, lines: [{ ...line, amountYuan: sent }] });
  const decided = JSON.stringify(decide(evolve(emptyState, registered), command, { chart }));
  const [, recorded = ''] = /"amountYuan":("[^"]*")/.exec(decided) ?? [];
  const lines = effectsOf(eventOf(JSON.parse(decided) as { type: string; data: unknown })).map((effect) =>
    applyEffect(undefined, effect),
  );
  const known = { lines: new Map(lines.map((one) => [lineKeyOf(one), one])), targets: new Map(), texts: new Map() };
  const reading = {
    place: unit,
    units: [unit],
    siblings: [],
    years: new Map([[2024, new Map([[unit.unit, known]])]]),
    departmentYears: new Map(),
  };
  const made = { chart, measure: 'current', profile: profileOf(unit) } as const;
  const { current } = reportOf({ reading, fiscalYear: 2024 }, made);
  const printed = statutoryTable(3, current).rows[0]?.[2];
  return [JSON.stringify(sent), recorded, `${lines[0]?.original}n`, JSON.stringify(printed)];
}

function read(body: object): Command {
  const parsed = parseCommand(JSON.parse(JSON.stringify(body)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.command;
}
