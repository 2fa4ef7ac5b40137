// Rows of the result, and how they are written down.
import { ratios, summary } from './stats.mjs';

/**
 * One line of the table. `ours` and `peer` are what the rounds measured, in order, so that each ratio is of two figures that were measured
 * next to each other. `reach` is the ratio (or, without a peer, the figure) that is aimed at: `least` or `most`.
 * @param {{ work: string, unit: string, ours: number[], detail?: string, beside?: string, peer?: number[], inverse?: boolean,
 *   reach?: { least?: number, most?: number } }} measured
 */
export function row({ work, unit, ours, detail = '', beside = '', peer, inverse = false, reach }) {
  const own = summary(ours);
  if (peer === undefined) return { work, unit, own, detail, beside, reach, judged: own.median };
  const ratio = summary(inverse ? ratios(peer, ours) : ratios(ours, peer));
  return { work, unit, own, detail, beside, peer: summary(peer), ratio, reach, judged: ratio.median };
}

function isReached({ reach, judged }) {
  if (reach === undefined) return undefined;
  return reach.least === undefined ? judged <= reach.most : judged >= reach.least;
}

const HEAD = ['work', 'ours', 'beside', 'its figure', 'ratio', 'reach', 'reached'];

function tableOf(rows) {
  const lines = rows.map((each) => [
    each.detail === '' ? each.work : `${each.work} (${each.detail})`,
    `${shown(each.own)} ${each.unit}`,
    each.beside,
    each.peer === undefined ? '' : `${shown(each.peer)} ${each.unit}`,
    each.ratio === undefined ? '' : `**${number(each.ratio.median)}** (${range(each.ratio)})`,
    reachOf(each),
    { true: 'yes', false: '**no**', undefined: '' }[String(isReached(each))],
  ]);
  return tableText(HEAD, lines);
}

/** A table in Markdown. */
export function tableText(head, lines) {
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function reachOf({ reach, ratio, unit }) {
  if (reach === undefined) return '';
  const sign = reach.least === undefined ? '≤' : '≥';
  return `${sign} ${reach.least ?? reach.most} ${ratio === undefined ? unit : '×'}`;
}

/** The median, and behind it the least and the most of the rounds. */
export function shown(figure) {
  return figure.least === figure.most ? number(figure.median) : `${number(figure.median)} (${range(figure)})`;
}

export const range = ({ least, most }) => `${number(least)}–${number(most)}`;

export function number(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** The median latencies of the rounds, in words. */
export function latencies(results) {
  const middle = (name) => summary(results.map((result) => result[name])).median;
  return `p50 ${number(middle('p50'))} ms, p99 ${number(middle('p99'))} ms`;
}

/** What was measured on, when, and how long it took. */
export function describeRun({ machine, minutes }) {
  const facts = [
    ...machine,
    ['date', new Date().toISOString().slice(0, 10)],
    ['the run took', `${minutes.toFixed(1)} minutes`],
  ];
  return facts.map(([name, value]) => `- ${name}: ${value}`).join('\n');
}

/** The section of docs/performance.md that a run writes. */
export function describeResult({ machine, rows, minutes }, { rounds, seconds, hasPeers }) {
  return [
    describeRun({ machine, minutes }),
    '',
    `Figures are medians of ${rounds} rounds of ${seconds} seconds, with the least and the most of them in brackets.`,
    ...(hasPeers ? [] : ['', 'Emmett is left out: it is not installed, and a smoke run installs nothing.']),
    '',
    tableOf(rows),
  ].join('\n');
}
