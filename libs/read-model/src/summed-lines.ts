import { Turns } from '#basics';
import { type AmountColumn, emptyLine, type Fen, type Line } from '#domain';
import type { Transaction } from '#postgres';

import type { KeyedLine, LinesQuestion } from './lines-question';
import { dayOf, POSTING_KINDS, type PostingColumns } from './posting-columns';

const POSTINGS_A_LOOK = 4_096;
/** A hundred thousand take less time than as many looks into an index as a division has lines. */
const MOST_EVENTS = 200_000;

/**
 * Whether an earlier state is best summed up from all postings. By an effective date there is no other way. Else a unit's few lines are
 * looked up one by one, and so are those of a history that is too long to be gone through.
 */
export function isSummed({ place, cuts, effectiveOn }: LinesQuestion): boolean {
  if (effectiveOn !== undefined) return true;
  return place.unit === undefined && cuts.reduce((events, { revision }) => events + revision, 0) <= MOST_EVENTS;
}

/** Whether the newest state is: its sums stand in the tables, and are asked for there unless all of its postings are kept. */
export function isAtHand(question: LinesQuestion): boolean {
  const { cuts, fiscalYears, postings } = question;
  return (
    isSummed(question) && cuts.every(({ revision, ...cut }) => postings.holds({ ...cut, fiscalYears, upTo: revision }))
  );
}

/** The lines by year, unit and key, summed up from the postings that count. */
export async function summedLines(
  client: Transaction,
  { place: { unit }, cuts, fiscalYears, effectiveOn, postings }: LinesQuestion,
): Promise<KeyedLine[]> {
  const lastDay = effectiveOn === undefined ? Infinity : dayOf(effectiveOn);
  const turns = new Turns();
  const found: KeyedLine[] = [];
  for (const fiscalYear of [...fiscalYears].sort((a, b) => a - b)) {
    for (const { stream, head, revision } of cuts) {
      const [columns] = await postings.of(client, { stream, head, unit, fiscalYears: [fiscalYear], upTo: revision });
      if (columns === undefined) continue;
      const sums = await sumsOf(columns, { revision, lastDay }, turns);
      for (const at of columns.inOrder) {
        const line = columns.lines[at];
        const ofLine = sums[at];
        if (line === undefined || ofLine === undefined || (unit !== undefined && line.bare.unit !== unit)) continue;
        found.push({ key: line.key, line: lineOf(line.bare, ofLine) });
      }
      await turns.next();
    }
  }
  return found;
}

/** By the places of the lines and POSTING_KINDS; of a line without a posting that counts there is none. */
async function sumsOf(
  columns: PostingColumns,
  { revision, lastDay }: { revision: number; lastDay: number },
  turns: Turns,
): Promise<(Fen[] | undefined)[]> {
  const { line, kind, day } = columns;
  const sums: (Fen[] | undefined)[] = [];
  const end = columns.after(revision);
  for (let at = 0; at < end; at += 1) {
    if (at % POSTINGS_A_LOOK === 0) await turns.next();
    if ((day[at] ?? 0) > lastDay) continue;
    const ofLine = (sums[line[at] ?? 0] ??= POSTING_KINDS.map(() => 0n));
    const of = kind[at] ?? 0;
    ofLine[of] = (ofLine[of] ?? 0n) + columns.fenAt(at);
  }
  return sums;
}

const LATE = POSTING_KINDS.indexOf('lateCarriedOver');
const AMOUNTS = POSTING_KINDS.filter((kind) => kind !== 'lateCarriedOver').map(
  (column): readonly [AmountColumn, number] => [column, POSTING_KINDS.indexOf(column)],
);

function lineOf(bare: Line, sums: readonly Fen[]): Line {
  const line = emptyLine(bare, bare.fiscalYear);
  for (const [column, place] of AMOUNTS) line[column] = sums[place] ?? 0n;
  line.lateCarriedOver = sums[LATE] ?? 0n;
  // What was carried over late was carried over all the same.
  line.carriedOver += line.lateCarriedOver;
  return line;
}
