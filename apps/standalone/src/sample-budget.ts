import { join } from 'node:path';

import { newestPositions } from '#imports';
import { ConfigError } from '#platform';
import { type Comparison, comparisonAsText, type StatutoryTable, tableAsText } from '#report';

import { importFile } from './import-file';
import type { LedgerClient } from './ledger-client';

/** The published 2024 budget of a real department, which every table is held to. */
const FOLDER = join(process.cwd(), 'data', 'shangrao-2024');
const FILES = ['commands.json', 'facts.csv', 'publication.json'];
const UNIT_YEAR = 'v1/units/361100/126001/years/2024';
/** Where the console shows it. */
export const SAMPLE_PAGE = '/divisions/361100/units/126001/years/2024/tables/3';
const PRINTED_TABLES = [3, 5, 6, 7];

/** Posts the sample through the ledger's own HTTP interface. A second time changes nothing. Answers the position to wait for. */
export async function loadSample(
  client: LedgerClient,
): Promise<{ recorded: number; repeated: number; position: string }> {
  const total = { recorded: 0, repeated: 0, positions: [] as string[] };
  for (const name of FILES) {
    const { recorded, repeated, positions, errors } = await importFile(join(FOLDER, name), client, () => undefined);
    const [error] = errors;
    if (error !== undefined) throw new ConfigError(`${name} row ${error.row}: ${error.message}`);
    total.recorded += recorded;
    total.repeated += repeated;
    total.positions = total.positions.concat(positions);
  }
  return { recorded: total.recorded, repeated: total.repeated, position: newestPositions(total.positions) };
}

/** The sample's tables and comparison as text, read by HTTP at or behind the given position. */
export async function printedSample(client: LedgerClient, position: string): Promise<string> {
  const parts: string[] = [];
  for (const number of PRINTED_TABLES) {
    const table = (await client.get(`${UNIT_YEAR}/tables/${number}`, position)) as StatutoryTable;
    parts.push(tableAsText(table));
  }
  parts.push(comparisonAsText((await client.get(`${UNIT_YEAR}/comparison`, position)) as Comparison));
  return parts.join('\n');
}

export function sampleAddresses(url: string): string {
  return [
    `表三 Table 3:         ${url}/${UNIT_YEAR}/tables/3?format=html`,
    `对比 Comparison:      ${url}/${UNIT_YEAR}/comparison`,
    `说明 Explanation:     ${url}/${UNIT_YEAR}/explanation?format=text`,
    `公开 Publication:     ${url}/${UNIT_YEAR}/publication?format=html`,
    `审计 Audit trail:     ${url}/v1/streams/361100/126/events`,
    `接口文档 Interface:   ${url}/docs`,
    '查阅须带令牌 To read: curl -H "Authorization: Bearer …" …',
  ].join('\n');
}
