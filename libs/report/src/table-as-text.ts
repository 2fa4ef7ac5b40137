import { alignedText, widestOf } from './aligned-text';
import { measureName } from './report-measure';
import type { StatutoryTable } from './statutory-table';

/** For a terminal: title, unit and currency, aligned columns, notes. */
export function tableAsText(table: StatutoryTable): string {
  const [head = '', ...body] = alignedText([table.columns, ...table.rows], table.alignments);
  const width = widestOf([head, ...body]);
  const place = `填报单位：${table.unit.code} ${table.unit.name}  ${table.year} 年${measureName(table.measure)}  单位：${table.currencyUnit}`;
  const lines = [
    `表${table.table} ${table.title}`,
    place,
    '-'.repeat(width),
    head,
    '-'.repeat(width),
    ...body,
    ...table.notes,
  ];
  return `${lines.join('\n')}\n`;
}
