import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  type Category,
  type Chart,
  type ChartKind,
  chartOf,
  type Command,
  emptyLine,
  fenOf,
  type Line,
  type PerformanceTargets,
  type Procurement,
  type PublicationTexts,
  type Source,
  withSections,
} from '#domain';

import { type Measure, profileOf, type ReportInput } from '../src';
import type { ReportUnit } from '../src/report-input';

/** The real budget that the tables are held to, read straight from its data and not through the rest of the ledger. */

const ROOT = join(__dirname, '..', '..', '..');
const DATA = join(ROOT, 'data', 'shangrao-2024');

export interface Published {
  unit: { code: string; name: string; department: string };
  tables: Record<string, { title: string; columns: string[]; rows: string[][]; note?: string }>;
  tablesNotPrintedInTheSource: {
    '1': { title: string; expected: Record<string, string> };
    '2': { title: string; expected: Record<string, string[]>; columns: string[] };
    '4': { title: string; expected: Record<string, string> };
  };
  yearOverYear: { measure: string; current: string; change?: string; ratio?: string }[];
  projects: { name: string; amount: string }[];
}

/** The sentences with figures of the document's part three and of its staffing, a paragraph a line. */
export const publishedParagraphs = readFileSync(join(DATA, 'explanation.txt'), 'utf8').trim().split('\n');
export const published = JSON.parse(readFileSync(join(DATA, 'published.json'), 'utf8')) as Published;
const commands = ['commands.json', 'publication.json'].flatMap(
  (name) => JSON.parse(readFileSync(join(DATA, name), 'utf8')) as Command[],
);

const chart: Chart = chartOf(
  recordsOf(join(ROOT, 'libs', 'wire', 'charts', '2023.csv')).map(({ kind, year, code, name }) => ({
    kind: kind as ChartKind,
    year: Number(year),
    code: code ?? '',
    name: name ?? '',
  })),
  'test',
);

export function shangrao(fiscalYear: 2023 | 2024, measure: Measure = 'current'): ReportInput {
  const lines = recordsOf(join(DATA, 'facts.csv'))
    .filter((record) => Number(record['fiscalYear']) === fiscalYear)
    .map(lineOf);
  const unit = unitOf(commands);
  const { code, name } = unit;
  return {
    subject: { level: 'department', code, name },
    fiscalYear,
    units: [{ unit, lines, targets: targetsOf(fiscalYear), texts: textsOf(fiscalYear) }],
    organization: [unit],
    chart,
    measure,
    profile: profileOf(unit),
  };
}

/** The same budget with other lines. */
export function withLines(input: ReportInput, lines: readonly Line[]): ReportInput {
  return { ...input, units: input.units.map((budget) => ({ ...budget, lines })) };
}

function lineOf(record: Record<string, string>): Line {
  const { unit = '', function: functional = '', economic = '', project, originYear, procurement } = record;
  const dimensions = {
    unit,
    source: record['source'] as Source,
    function: functional,
    economic,
    category: record['category'] as Category,
    ...(project ? { project } : {}),
    ...(originYear ? { originYear: Number(originYear) } : {}),
    ...(procurement ? { procurement: procurement as Procurement } : {}),
  };
  const column = record['command'] === 'allocate' ? 'original' : 'carriedOver';
  return { ...emptyLine(dimensions, Number(record['fiscalYear'])), [column]: fenOf(record['amount'] ?? '') };
}

function unitOf(from: readonly Command[]): ReportUnit {
  const registered = from.find((command) => command.type === 'RegisterUnit');
  if (registered === undefined) throw new Error('commands.json registers no unit');
  const { division, department, departmentName, unit, name, staffing } = registered;
  return { division, department, departmentName, code: unit, name, ...(staffing === undefined ? {} : { staffing }) };
}

function targetsOf(fiscalYear: number): Map<string, PerformanceTargets> {
  const targets = new Map<string, PerformanceTargets>();
  for (const command of commands) {
    if (command.type !== 'SetPerformanceTargets' || command.fiscalYear !== fiscalYear) continue;
    const { project = '', declaredFunds, tasks, goals, indicators } = command;
    targets.set(project, { declaredFunds, tasks, goals, indicators });
  }
  return targets;
}

function textsOf(fiscalYear: number): PublicationTexts {
  return commands.reduce<PublicationTexts>(
    (texts, command) =>
      command.type === 'SetPublicationText' && command.fiscalYear === fiscalYear
        ? withSections(texts, command.sections)
        : texts,
    new Map(),
  );
}

/** The data hold no quoted fields, so splitting at commas reads them. */
function recordsOf(file: string): Record<string, string>[] {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((field, index) => [names[index] ?? '', field])));
}
