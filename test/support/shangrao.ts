import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Command } from '#domain';
import { parseCommand } from '#wire';
import { parse } from 'csv-parse/sync';

const FOLDER = join(__dirname, '..', '..', 'data', 'shangrao-2024');

/** The real budget of 2023 and 2024 as commands: rows of one year, command and document are one command. */
export function shangraoCommands(): Command[] {
  const rows: Record<string, string>[] = parse(readFileSync(join(FOLDER, 'facts.csv')), { columns: true });
  const groups = new Map<string, Record<string, string>[]>();
  for (const row of rows) {
    const key = [row['fiscalYear'], row['command'], row['documentNumber']].join('/');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const fixed = JSON.parse(readFileSync(join(FOLDER, 'commands.json'), 'utf8')) as object[];
  return [...fixed, ...[...groups].map(([key, group]) => postingOf(key, group))].map((input) => {
    const parsed = parseCommand(input);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return parsed.command;
  });
}

function postingOf(key: string, rows: Record<string, string>[]): object {
  const [{ command, division, unit, documentNumber, effectiveDate, fiscalYear } = {}] = rows;
  const basis = {
    commandId: Buffer.from(key).toString('hex').slice(-120),
    division,
    department: unit?.slice(0, 3),
    documentNumber,
    effectiveDate,
    fiscalYear: Number(fiscalYear),
    lines: rows.map(lineOf),
  };
  if (command === 'allocate') return { type: 'AllocateBudget', ...basis };
  return { type: 'CarryOverBalance', kind: 'carry-forward', opening: true, ...basis };
}

function lineOf(row: Record<string, string>): object {
  const { unit, source, function: functional, economic, category, project, originYear, procurement, amount } = row;
  return {
    unit,
    source,
    function: functional,
    economic,
    category,
    ...(project === '' ? {} : { project }),
    ...(procurement === '' ? {} : { procurement }),
    ...(originYear === '' ? {} : { originYear: Number(originYear) }),
    amountYuan: amount,
  };
}
