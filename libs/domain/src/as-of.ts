import { formatPosition, parsePosition, type Position } from './position';

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
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,9})?(Z|[+ -]\d{2}:\d{2})$/;
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;
/** A day without dashes, which no stream's revision comes near: a department would have written for centuries. */
const COMPACT_DAY = /^(19|20|21)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Reads a date, an instant, a revision or a position; nothing where the text is none of them. The service and the offline replay
 * read it here, so that one question means the same to both. A day ends when it ends in Asia/Shanghai, which has had no summer time
 * since 1991.
 */
export function parseAsOf(text: string): AsOf | undefined {
  if (COMPACT_DAY.test(text)) return undefined;
  if (REVISION.test(text)) return { kind: 'revision', revision: Number(text) };
  const position = parsePosition(text);
  if (position !== undefined) return { kind: 'position', position };
  if (isAskable(text)) return before(Date.parse(`${text}T00:00:00+08:00`) + DAY_MS);
  const instant = instantOf(text);
  // The instant itself still counts.
  return instant === undefined ? undefined : before(instant + 1);
}

/**
 * Milliseconds since 1970. A plus that stands in an address as it is arrives as a space, and before a zone it can be nothing else.
 * Records are timed in milliseconds, so what is finer decides nothing.
 */
function instantOf(text: string): number | undefined {
  const [, day = '', time = '', fraction = '', zone = ''] = INSTANT.exec(text) ?? [];
  if (!isAskable(day)) return undefined;
  const parsed = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone.replace(' ', '+')}`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** What to write instead of a text that parseAsOf does not read. */
export function asOfHint(text: string): { zh: string; en: string } {
  if (COMPACT_DAY.test(text)) {
    const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
    return {
      zh: `${text} 像日期而不是版本号，日期请写作 ${day}`,
      en: `looks like a date and not like a revision: write the date as ${day}`,
    };
  }
  if (WITHOUT_ZONE.test(text)) {
    const instant = text.replace(' ', 'T');
    return {
      zh: `时刻缺少时区，请写作 ${instant}+08:00（网址中加号写作 %2B）`,
      en: `must name the zone of the instant: ${instant}+08:00 (in an address %2B for the plus)`,
    };
  }
  return {
    zh: '应为日期 2024-06-30、带时区的时刻 2024-06-30T18:00:00+08:00、版本号 17 或位置 3:41',
    en: 'must be a date, an instant with its zone, a revision or a position',
  };
}

/**
 * A day that can be asked about. Year 0 and what lies behind the year 9999 are spelled in other ways by every program; with a zone, an
 * instant of the first or the last of these days may fall into them.
 */
export function isAskable(text: string): boolean {
  return isDay(text) && text > '0001-01-02' && text < '9999-12-30';
}

/** A calendar day that exists. It is asked for each event that is read, so it makes no text of the day again to compare. */
export function isDay(text: string): boolean {
  if (!DATE.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
}

/** The calendar is the same every 400 years; Date.UTC takes the years 0 to 99 for those of the last century. */
function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function before(milliseconds: number): AsOf {
  return { kind: 'time', before: new Date(milliseconds).toISOString() };
}

/** As people are told it: a position is written out. */
export function placed(asOf: AsOf): Exclude<AsOf, { kind: 'position' }> | { kind: 'position'; position: string } {
  return asOf.kind === 'position' ? { kind: 'position', position: formatPosition(asOf.position) } : asOf;
}
