import { type CommandFate, type ImportResult, rangesOf } from '#imports';
import type { RowFault } from '#wire';

/** A terminal holds so many sentences that a person reads; the rest is counted. */
const MOST_SENTENCES = 100;
const MOST_LINES = 200;

/** One sentence for each reason, with all the rows that it is true of. */
export function faultsAsText(faults: readonly RowFault[]): string[] {
  const rows = new Map<string, number[]>();
  for (const { row, message } of faults) rows.set(message, [...(rows.get(message) ?? []), row]);
  const told = [...rows]
    .sort(([, [a = 0]], [, [b = 0]]) => a - b)
    .map(([message, at]) => `第 ${rangesOf(at)} 行 row ${rangesOf(at)}: ${message}`);
  const more = told.length - MOST_SENTENCES;
  return more <= 0 ? told : [...told.slice(0, MOST_SENTENCES), `另有 ${more} 条错误。 ${more} more sentences.`];
}

/** Where a part was refused: which documents stand and which do not, since each is decided on its own. */
export function standingAsText(fates: readonly CommandFate[]): string[] {
  const stands = fates.filter(({ answer }) => answer.status < 300);
  const refused = fates.filter(({ answer }) => answer.status >= 300);
  if (refused.length === 0 || stands.length === 0) return [];
  const list = (some: readonly CommandFate[]): string[] =>
    some.slice(0, MOST_SENTENCES).map(({ command: { input, rows } }) => {
      return `  ${String(input['documentNumber'])} ${input.type}，第 ${rangesOf(rows)} 行 rows ${rangesOf(rows)}`;
    });
  return ['已记入，不会撤销 recorded, and stands:', ...list(stands), '未记入 not recorded:', ...list(refused)];
}

interface TriedLine {
  unit: string;
  function: string;
  economic: string;
  project?: string;
  fiscalYear: number;
  before: { currentYuan: string; availableYuan: string };
  after: { currentYuan: string; availableYuan: string };
}

/** What each line would have before and after, in the order in which the commands would be decided. */
export function trialAsText(fates: readonly CommandFate[]): string[] {
  const told = fates.flatMap(({ command, answer: { status, body } }) => {
    const head = `${String(command.input['documentNumber'])} ${command.input.type}，第 ${rangesOf(command.rows)} 行 rows ${rangesOf(command.rows)}`;
    if (body['dryRun'] === undefined) return status === 200 ? [`${head}：此前已记入 recorded before`] : [];
    if (body['outcome'] !== 'accepted') return [];
    return [head, ...(body['lines'] as TriedLine[]).map(lineAsText)];
  });
  const more = told.length - MOST_LINES;
  return more <= 0 ? told : [...told.slice(0, MOST_LINES), `另有 ${more} 行从略。 ${more} more lines.`];
}

function lineAsText({ unit, function: functional, economic, project, fiscalYear, before, after }: TriedLine): string {
  const name = [fiscalYear, unit, functional, economic, project].filter((part) => part !== undefined).join(' ');
  return (
    `  ${name}：预算 current ${before.currentYuan} → ${after.currentYuan}，` +
    `可用 available ${before.availableYuan} → ${after.availableYuan}`
  );
}

export function summaryAsText({ recorded, repeated, errors, fates }: ImportResult, dryRun: boolean): string {
  if (dryRun && fates.length > 0) {
    const accepted = fates.filter(({ answer: { body } }) => body['outcome'] === 'accepted').length;
    return (
      `试算：可记入 ${accepted}，此前已有 ${repeated}，错误 ${errors.length}；没有记入任何内容。 ` +
      `Dry run: ${accepted} would be recorded, ${repeated} there before, ${errors.length} errors; nothing was written.`
    );
  }
  return (
    `新记录 ${recorded}，此前已有 ${repeated}，错误 ${errors.length}。 ` +
    `${recorded} recorded, ${repeated} there before, ${errors.length} errors.`
  );
}
