import type { Caller } from './callers';
import type { Check } from './final-checks';
import type { Finding, Line } from './judge';
import { wordsOf } from './request';
import type { CallerLine } from './shooting';
import type { Watched } from './watchdog';

export interface Report {
  seed: number;
  lines: readonly Line[];
  callers: ReadonlyMap<Caller, CallerLine>;
  findings: readonly Finding[];
  watched: readonly Watched[];
  checks: readonly Check[];
  seconds: number;
}

/** The tables in Markdown, as docs/fuzz.md shows them. */
export function reportAsMarkdown({ lines, callers, findings, watched, checks, seconds }: Report): string {
  const sent = lines.reduce((sum, line) => sum + line.sent, 0);
  const wrongOf = (line: { kind: string }): number =>
    findings.filter(({ planned }) => planned?.kind === line.kind).length;
  const seconds1 = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;
  const kinds = [...lines, totalOf(lines)].map((line) => [
    line.kind,
    line.sent,
    line.taken,
    line.refused,
    line.told,
    seconds1(line.slowestMs),
    line.kind === 'all' ? findings.filter(({ planned }) => planned !== undefined).length : wrongOf(line),
  ]);
  return [
    table(['what was sent', 'times', 'taken', 'refused (4xx)', '503 or 504, told', 'slowest', 'wrong'], kinds),
    table(
      ['process', 'memory before', 'most', 'behind it', 'slowest sign of life'],
      watched.map(({ name, firstMiB, mostMiB, lastMiB, slowestMs }) => [
        name,
        ...[firstMiB, mostMiB, lastMiB].map((mib) => `${mib.toFixed(0)} MiB`),
        seconds1(slowestMs),
      ]),
    ),
    table(
      ['who sent it by HTTP', 'times', 'taken', '401', '403', 'other 4xx', '503 or 504, told', 'leaks'],
      [...callers].map(([caller, { sent: times, taken, unknown, forbidden, wrong, told, leaks }]) => [
        caller,
        ...[times, taken, unknown, forbidden, wrong, told, leaks],
      ]),
    ),
    table(
      ['what must hold at the end', 'seen', 'wrong'],
      checks.map(({ what, seen, wrong }) => [what, seen, wrong.length]),
    ),
    table(['answers', 'times'], codesOf(lines)),
    `${sent} requests in ${seconds.toFixed(0)} s, ${(sent / seconds).toFixed(0)} a second.\n`,
  ].join('\n');
}

/** All that was answered, the most frequent first. */
function codesOf(lines: readonly Line[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [code, times] of lines.flatMap(({ codes }) => [...codes])) sums.set(code, (sums.get(code) ?? 0) + times);
  return [...sums].sort(([, a], [, b]) => b - a);
}

function totalOf(lines: readonly Line[]): Omit<Line, 'kind' | 'codes'> & { kind: 'all' } {
  const sum = (field: 'sent' | 'taken' | 'refused' | 'told'): number =>
    lines.reduce((total, line) => total + line[field], 0);
  const slowestMs = Math.max(0, ...lines.map((line) => line.slowestMs));
  return { kind: 'all', sent: sum('sent'), taken: sum('taken'), refused: sum('refused'), told: sum('told'), slowestMs };
}

/** A finding with what it takes to see it again. */
export function findingAsText({ what, planned }: Finding, seed: number): string {
  if (planned === undefined) return what;
  const { n, kind, request } = planned;
  return `#${n} ${kind}: ${what}\n  npm run fuzz -- --seed ${seed} --only ${n}\n  ${wordsOf(request)}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, head.map(() => '---'), ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, cell === '---' ? '-' : ' ')).join(' | ')} |\n`;
  return cells.map(line).join('');
}
