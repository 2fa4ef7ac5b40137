import { MEASURE_NAMES } from '#domain';

import type { Measure } from './report-measure';

interface Words {
  zh: string;
  en: string;
}

/** Which version of the books a page was asked for, and what it stands on. */
export interface ReportVersion {
  asked: AskedVersion;
  position: string;
  /** Of a division there is one for each department, and none is named. */
  revision?: number | undefined;
  /** When the newest event that counts was recorded. */
  recordedAt: string;
}

/** What a question says of the version that it wants; nothing of it is the current budget. */
export interface AskedVersion {
  /** In words: 2024-06-30, 第 17 版. */
  asOf?: Words | undefined;
  effectiveOn?: string | undefined;
  measure?: Measure | undefined;
}

const MEASURES_IN_ENGLISH: Readonly<Record<Exclude<Measure, 'current'>, string>> = {
  original: 'As approved, not as it stands after changes',
  paid: 'What has been paid, not the budget as it stands',
  available: 'What can still be used, not the budget as it stands',
};

const SHANGHAI_MS = 8 * 60 * 60 * 1_000;

/** An instant as clocks in China show it, to the second. */
export function inShanghai(instant: string): string {
  return new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The version that a question names, in words; a time is that before which everything counts. */
export function asOfInWords(
  asOf:
    { kind: 'revision'; revision: number } | { kind: 'position'; position: string } | { kind: 'time'; before: string },
): Words {
  switch (asOf.kind) {
    case 'revision':
      return { zh: `第 ${asOf.revision} 版`, en: `revision ${asOf.revision}` };
    case 'position':
      return { zh: `位置 ${asOf.position}`, en: `position ${asOf.position}` };
    case 'time': {
      const text = lastMoment(asOf.before);
      return { zh: text, en: text };
    }
  }
}

/** A day by its date; an instant to the second, or to the millisecond where it has any. */
function lastMoment(before: string): string {
  const last = new Date(Date.parse(before) - 1).toISOString();
  const text = inShanghai(last);
  if (inShanghai(before).endsWith(' 00:00:00') && before.endsWith('.000Z')) return text.slice(0, 10);
  const milliseconds = last.slice(19, 23);
  return milliseconds === '.000' ? text : `${text}${milliseconds}`;
}

/** In a few words what was asked for, for a title, a file's name or a cell; empty for the current budget. */
export function versionLabel({ asOf, effectiveOn, measure }: AskedVersion): string {
  const parts = [
    ...(asOf === undefined ? [] : [`截至${spaced(asOf.zh)}的历史版本`]),
    ...(effectiveOn === undefined ? [] : [`只含 ${effectiveOn} 及以前生效的`]),
    ...(isCurrent(measure) ? [] : [MEASURE_NAMES[measure]]),
  ];
  return parts.join('，');
}

/** What a version is, and what it stands on. */
export function versionParts({ asked, position, revision, recordedAt }: ReportVersion): { what: Words; stood: Words } {
  const until = `${inShanghai(recordedAt)}（北京时间）`;
  const [ofZh, ofEn] = revision === undefined ? ['', ''] : [`第 ${revision} 版，`, `revision ${revision}, `];
  const stood = {
    zh: `最近一笔记录于 ${until}，${ofZh}位置 ${position}。`,
    en: `Newest record ${inShanghai(recordedAt)} UTC+8, ${ofEn}position ${position}.`,
  };
  return { what: whatOf(asked), stood };
}

/** The same as one sentence in each language. */
export function versionWords(version: ReportVersion): Words {
  const { what, stood } = versionParts(version);
  return { zh: `${what.zh}${stood.zh}`, en: `${what.en} ${stood.en}` };
}

/** A past version says what it leaves out. */
function whatOf({ asOf, effectiveOn, measure }: AskedVersion): Words {
  const zh = [
    ...(asOf === undefined ? [] : [`历史版本：截至${spaced(asOf.zh).trimEnd()}，不含其后记录的变动`]),
    ...(effectiveOn === undefined ? [] : [`只含 ${effectiveOn} 及以前生效的变动，不含其后生效的`]),
    ...(isCurrent(measure) ? [] : [`${MEASURE_NAMES[measure]}，不是变动后的预算数`]),
  ];
  const en = [
    ...(asOf === undefined ? [] : [`Past version: as of ${asOf.en}, without what was recorded later`]),
    ...(effectiveOn === undefined ? [] : [`Only what took effect by ${effectiveOn}`]),
    ...(isCurrent(measure) ? [] : [MEASURES_IN_ENGLISH[measure]]),
  ];
  if (zh.length === 0) return { zh: '当前版本。', en: 'Current version.' };
  return { zh: `${zh.join('；')}。`, en: `${en.join('. ')}.` };
}

function isCurrent(measure: Measure | undefined): measure is 'current' | undefined {
  return measure === undefined || measure === 'current';
}

/** A space stands between Chinese and figures. */
function spaced(text: string): string {
  return /^\d/.test(text) ? ` ${text} ` : text;
}
