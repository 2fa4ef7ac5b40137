import { parsePosition, type Position } from './position';

/** What a question about the past names: a stream's revision, a position of the log, or a moment. */
export type AsOf =
  | { kind: 'revision'; revision: number }
  | { kind: 'position'; position: Position }
  /** Everything recorded before this moment, which is written as RFC 3339 in UTC with milliseconds. */
  | { kind: 'time'; before: string };

/** Which state of the ledger is asked for, by both clocks; without either it is the newest, whenever it takes effect. */
export interface Version {
  /** By recorded time. */
  asOf?: AsOf;
  /** By effective date: what takes effect later is left out, whenever it was recorded. */
  effectiveOn?: string;
}

const REVISION = /^\d{1,15}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Reads a date, an instant, a revision or a position; nothing where the text is none of them. The service and the offline replay
 * read it here, so that one question means the same to both. A day ends when it ends in Asia/Shanghai, which has had no summer time
 * since 1991.
 */
export function parseAsOf(text: string): AsOf | undefined {
  if (REVISION.test(text)) return { kind: 'revision', revision: Number(text) };
  const position = parsePosition(text);
  if (position !== undefined) return { kind: 'position', position };
  if (isAskable(text)) return before(Date.parse(`${text}T00:00:00+08:00`) + DAY_MS);
  // The instant itself still counts.
  if (INSTANT.test(text) && isAskable(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))) {
    return before(Date.parse(text) + 1);
  }
  return undefined;
}

/**
 * A day that can be asked about. Year 0 and what lies behind the year 9999 are spelled in other ways by every program; with a zone, an
 * instant of the first or the last of these days may fall into them.
 */
export function isAskable(text: string): boolean {
  return isDay(text) && text > '0001-01-02' && text < '9999-12-30';
}

/** A calendar day that exists; Date.parse alone would take 30 February for 1 March. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function before(milliseconds: number): AsOf {
  return { kind: 'time', before: new Date(milliseconds).toISOString() };
}
