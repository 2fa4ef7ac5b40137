import { type AsOf, placed, positionOf } from '#domain';
import { ConfigError } from '#platform';
import {
  asOfInWords,
  isOfDepartmentsAlone,
  type Measure,
  statutoryTable,
  csvOf,
  tableAsText,
  type TableNumber,
  tableNumbersOf,
  versionLabel,
} from '#report';

import type { Replayed } from './replay';

export interface Printing {
  format: 'text' | 'csv' | 'json';
  tables: readonly TableNumber[];
  /** As they were asked: the text, and what it was read as. */
  asOf: string | undefined;
  readAsOf: AsOf | undefined;
  effectiveOn: string | undefined;
  measure: Measure;
}

/** The tables as they stood, and before them the record that they stand on. */
export function replayAsText({ standing, input }: Replayed, printing: Printing): string {
  const { format, tables, asOf, effectiveOn } = printing;
  const published = tableNumbersOf(input);
  const filled = tables.filter((number) => published.includes(number)).map((number) => statutoryTable(number, input));
  if (filled.length === 0) throw unpublished(tables.some((number) => isOfDepartmentsAlone(number, input)));
  const position = positionOf(standing);
  const { stream, revision, hash, time } = standing;
  switch (format) {
    case 'json': {
      const answer = filled.map(({ header: _header, ...table }) => table);
      const asked = { ...(asOf === undefined ? {} : { asOf }), ...(effectiveOn === undefined ? {} : { effectiveOn }) };
      return `${JSON.stringify({ ...asked, stream, revision, hash, time, position, tables: answer }, undefined, 2)}\n`;
    }
    case 'csv': {
      const [table, second] = filled;
      if (table === undefined || second !== undefined) {
        throw new ConfigError(
          'CSV 一次只含一张表：请用 --tables 3 指明。 A CSV holds one table: name it, as in --tables 3.',
        );
      }
      return csvOf(table, labelOf(printing));
    }
    case 'text': {
      const head = [
        `截至 As of ${asOf ?? '最新 now'}: ${stream} 第 ${revision} 版 revision ${revision}, 记录于 recorded ${time}, 位置 position ${position}`,
        `哈希 Hash: ${hash}`,
        ...(effectiveOn === undefined
          ? []
          : [`只含生效日期不晚于 ${effectiveOn} 的记录 Without what takes effect after ${effectiveOn}`]),
      ];
      return `${head.join('\n')}\n\n${filled.map(tableAsText).join('\n')}`;
    }
  }
}

function unpublished(isDepartments: boolean): ConfigError {
  return new ConfigError(
    isDepartments
      ? "单位没有部门的表十。 Table 10 is a department's, not a unit's."
      : '当地预算公开没有所要的表。 Budgets of this place have no such table.',
  );
}

/** As the service's files say it: a table of the past is told from today's in its own rows. */
function labelOf({ readAsOf, effectiveOn, measure }: Printing): string {
  return versionLabel({
    asOf: readAsOf === undefined ? undefined : asOfInWords(placed(readAsOf)),
    effectiveOn,
    measure,
  });
}
