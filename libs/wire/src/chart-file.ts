import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { reasonOf } from '#basics';
import { type Chart, CHART_KINDS, chartOf, type ChartRow } from '#domain';
import { z } from 'zod';

import { type CsvTable, readCsv } from './csv-table';
import { fieldReason, wordsOf } from './field-reason';
import { oneLine } from './text';
import { textOfFile } from './text-file';

/** The lists that ship with the ledger; files named by CHARTS come after them and replace or add rows. */
const SHIPPED = ['2023.csv', 'divisions.csv'].map((name) => join(__dirname, '..', 'charts', name));

/** A chart file that cannot be used; the message names file, row and what is wrong. */
export class ChartFileError extends Error {
  override readonly name = 'ChartFileError';
}

/** Chinese first, English beside it. */
function faultOf(file: string, row: number | undefined, { zh, en }: { zh: string; en: string }): ChartFileError {
  const [inChinese, inEnglish] = row === undefined ? ['', ''] : [` 第 ${row} 行`, `, row ${row}`];
  return new ChartFileError(`科目表文件 ${file}${inChinese}：${zh}。 Chart file ${file}${inEnglish}: ${en}`);
}

const COLUMN_NAMES = { kind: '种类', year: '年度', code: '编码', name: '名称' };

const rowSchema = z.strictObject({
  kind: z.enum(CHART_KINDS),
  year: z.coerce.number().int().min(2000).max(2100),
  code: z.string().regex(/^\d{3,7}$/, '应为 3 至 7 位数字。 must be 3 to 7 digits'),
  name: oneLine(200),
});

/** Called with what whoever loads the lists should know. */
type Tell = (message: string) => void;

/**
 * Loads the shipped lists and further CSV files (`kind,year,code,name`). A whole list of a later year replaces the earlier one from that year
 * on; a few rows of a later year are changes to the list that is in force. Rows for a year that is there already are merged into it. `tell`
 * hears of such changes, and how a file was read that is no UTF-8. Throws ChartFileError.
 */
export function loadChart(files: readonly string[], tell: Tell = () => undefined): Chart {
  const read = [...SHIPPED, ...files].flatMap((file) => readRows(file, tell));
  const rows = withListsInForce(read, tell);
  const hash = createHash('sha256');
  for (const { kind, year, code, name } of rows) hash.update(`${kind},${year},${code},${name}\n`);
  return chartOf(rows, hash.digest('hex'));
}

/**
 * Puts before a year's rows those of the list in force before it, unless they are a whole list. A list that has less than half of the
 * codes of the one before it is none: it would leave the year without the names of most of its codes.
 */
function withListsInForce(rows: readonly ChartRow[], tell: Tell): ChartRow[] {
  let complete: ChartRow[] = [];
  for (const kind of CHART_KINDS) {
    const ofKind = rows.filter((row) => row.kind === kind);
    let before: ChartRow[] = [];
    for (const year of [...new Set(ofKind.map((row) => row.year))].sort((a, b) => a - b)) {
      const own = ofKind.filter((row) => row.year === year);
      const codes = new Set(own.map(({ code }) => code)).size;
      const isWhole = codes * 2 >= new Set(before.map(({ code }) => code)).size;
      if (!isWhole) {
        tell(
          `科目表 ${kind} ${year} 年只有 ${codes} 个编码，按对 ${before[0]?.year ?? ''} 年科目表的补充处理，其余编码继续有效。 ` +
            `The list ${kind} of ${year} has ${codes} codes alone: they are taken as changes to the list before it, whose other codes stay in force.`,
        );
      }
      const list = isWhole ? own : [...before.map((row) => ({ ...row, year })), ...own];
      complete = complete.concat(list);
      before = list;
    }
  }
  return complete;
}

function readRows(file: string, tell: Tell): ChartRow[] {
  const { columns, rows, faults } = readTable(file, tell);
  const [fault] = faults;
  if (fault !== undefined) throw faultOf(file, fault.row, inBoth(fault.message, '不是合法的 CSV'));
  const missing = Object.keys(rowSchema.shape).filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw faultOf(file, undefined, { zh: `缺少列 ${missing.join('、')}`, en: `the head lacks ${missing.join(', ')}` });
  }
  return rows.map(({ row, cells }) => {
    const sent = Object.fromEntries(cells);
    const parsed = rowSchema.safeParse(sent);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues as [z.core.$ZodIssue];
    const column = issue.path.join('.');
    const { zh, en } = fieldReason(issue, COLUMN_NAMES, sent);
    throw faultOf(file, row, { zh: `${column} ${zh}`.trim(), en: `${column} ${en}`.trim() });
  });
}

/** What others say in both languages, and what the system says in English alone. */
function inBoth(message: string, otherwise: string): { zh: string; en: string } {
  const { zh = otherwise, en } = wordsOf(message);
  return { zh, en };
}

function readTable(file: string, tell: Tell): CsvTable {
  try {
    const { text, note } = textOfFile(readFileSync(file));
    if (note !== undefined) tell(`${file}: ${note}`);
    return readCsv(text);
  } catch (error) {
    throw faultOf(file, undefined, inBoth(reasonOf(error), '无法读取'));
  }
}
