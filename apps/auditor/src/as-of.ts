import { type AsOf, asOfHint, parseAsOf } from '#domain';
import { ConfigError } from '#platform';

/** A record of a stream, as far as questions about its time go. */
export interface Recorded {
  revision: number;
  hash: string;
  /** RFC 3339 in UTC with milliseconds, so that texts compare as times do. */
  time: string;
  partition: number;
  offset: number;
}

/** Reads `--as-of`; without it the newest state is asked for. Throws ConfigError. */
export function readAsOf(text: string | undefined): AsOf | undefined {
  if (text === undefined) return undefined;
  const asOf = parseAsOf(text);
  if (asOf !== undefined) return asOf;
  const { zh, en } = asOfHint(text);
  throw new ConfigError(`--as-of ${text}：${zh}。 --as-of ${en}.`);
}

/**
 * How many of a stream's records count, by the question. `ends` is how far each partition was read: a position that was not reached
 * may still come to hold something. Throws ConfigError where the log cannot answer.
 */
export function countAsOf(
  records: readonly Recorded[],
  asOf: AsOf | undefined,
  ends: ReadonlyMap<number, number>,
): number {
  switch (asOf?.kind) {
    case undefined:
      return records.length;
    case 'revision':
      if (asOf.revision <= records.length) return asOf.revision;
      throw new ConfigError(
        `本部门只到第 ${records.length} 版，没有第 ${asOf.revision} 版。 ` +
          `The stream stands at revision ${records.length}; there is no revision ${asOf.revision}.`,
      );
    case 'position': {
      const partition = records[0]?.partition ?? [...ends.keys()][0] ?? 0;
      const offset = asOf.position.get(partition);
      if (offset === undefined) {
        throw new ConfigError(
          `位置须含分区 ${partition}。 The position must name partition ${partition}, where the stream stands.`,
        );
      }
      const end = ends.get(partition);
      if (end !== undefined && offset >= end) {
        throw new ConfigError(`分区 ${partition} 只到 ${end - 1}。 Partition ${partition} ends at ${end - 1}.`);
      }
      return records.filter((record) => record.offset <= offset).length;
    }
    case 'time':
      return records.filter(({ time }) => time < asOf.before).length;
  }
}
