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

/** Up to where a stream is to be folded. */
export type AsOf =
  | { kind: 'head' }
  | { kind: 'revision'; revision: number }
  | { kind: 'position'; offsets: ReadonlyMap<number, number> }
  /** Everything recorded before this moment; `asked` says it as it was asked. */
  | { kind: 'time'; before: string };

const REVISION = /^\d{1,15}$/;
const POSITION = /^\d{1,6}:\d{1,15}(?:,\d{1,6}:\d{1,15})*$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Reads `--as-of`. A day ends when it ends in Asia/Shanghai, which has had no summer time since 1991. Throws ConfigError. */
export function parseAsOf(text: string | undefined): AsOf {
  if (text === undefined) return { kind: 'head' };
  if (REVISION.test(text)) return { kind: 'revision', revision: Number(text) };
  if (POSITION.test(text)) {
    const pairs = text.split(',').map((pair) => pair.split(':').map(Number));
    return { kind: 'position', offsets: new Map(pairs.map(([partition = 0, offset = 0]) => [partition, offset])) };
  }
  if (DATE.test(text) && isDay(text)) return before(Date.parse(`${text}T00:00:00+08:00`) + DAY_MS);
  // The instant itself still counts.
  if (INSTANT.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)))
    return before(Date.parse(text) + 1);
  throw new ConfigError(
    `--as-of ${text}：应为日期 2024-03-31、时刻 2024-03-31T18:00:00+08:00、版本 7 或位置 3:41。 ` +
      `--as-of takes a date, an instant with its zone, a revision or a position.`,
  );
}

/** A calendar day that exists; Date.parse alone would take 30 February for 1 March. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function before(milliseconds: number): AsOf {
  return { kind: 'time', before: new Date(milliseconds).toISOString() };
}

/**
 * How many of a stream's records count, by the question. `ends` is how far each partition was read: a position that was not reached
 * may still come to hold something. Throws ConfigError where the log cannot answer.
 */
export function countAsOf(records: readonly Recorded[], asOf: AsOf, ends: ReadonlyMap<number, number>): number {
  switch (asOf.kind) {
    case 'head':
      return records.length;
    case 'revision':
      if (asOf.revision <= records.length) return asOf.revision;
      throw new ConfigError(
        `本部门只到第 ${records.length} 版，没有第 ${asOf.revision} 版。 ` +
          `The stream stands at revision ${records.length}; there is no revision ${asOf.revision}.`,
      );
    case 'position': {
      const partition = records[0]?.partition ?? [...ends.keys()][0] ?? 0;
      const offset = asOf.offsets.get(partition);
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
