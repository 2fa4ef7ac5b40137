import { naivePostings } from './naive-postings';
import type { LedgerEvent } from '../src/events';
import type { PostingLine } from '../src/line';
import { type Fen, fenOf, sumFen } from '../src/money';

/** Day by day what each line has, what each freeze holds of it and what payments come to, from the words of the events alone. */
export class NaiveLedger {
  private readonly accounts = new Map<string, Map<string, Fen>>();

  /** Adds an event, and answers where it leaves less than nothing on any day. */
  add(event: LedgerEvent, revision: number): string[] {
    const touched = new Set<string>();
    for (const { line, date, available, paid, hold } of naivePostings(event, revision)) {
      for (const [account, fen] of [
        [`available ${line}`, available],
        [`paid ${line}`, paid],
        ...(hold === undefined ? [] : [[`freeze ${hold.freeze} ${line}`, hold.fen] as const]),
      ] as const) {
        const days = this.accounts.get(account) ?? new Map<string, Fen>();
        this.accounts.set(account, days.set(date, (days.get(date) ?? 0n) + fen));
        touched.add(account);
      }
    }
    return [...touched].flatMap((account) => this.belowZero(account));
  }

  /** What an account comes to in the end. */
  sum(account: string): Fen {
    return sumFen(this.accounts.get(account)?.values() ?? []);
  }

  private belowZero(account: string): string[] {
    let sum = 0n;
    const days = [...(this.accounts.get(account) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return days.flatMap(([date, delta]) => ((sum += delta) < 0n ? [`${account} on ${date}`] : []));
  }
}

export const total = (lines: readonly PostingLine[]): Fen => sumFen(lines.map(({ amountYuan }) => fenOf(amountYuan)));

/** What an event brings into its department less what it takes out of it, told from its words and not from its postings. */
export function cameIn(event: LedgerEvent): Fen {
  switch (event.type) {
    case 'budget.allocated.v1':
    case 'department-transfer.received.v1':
    case 'department-transfer.returned.v1':
      return total(event.data.lines);
    case 'balance.carried-over.v2':
      return total(event.data.opening ? event.data.lines : event.data.to);
    case 'department-transfer.sent.v1':
      return -total(event.data.from);
    case 'budget.adjusted.v1':
      if (event.data.kind === 'transfer') return 0n;
      return event.data.kind === 'cut' ? -total(event.data.lines) : total(event.data.lines);
    case 'commands.combined.v1':
      return sumFen(event.data.events.map(cameIn));
    case 'event.reversed.v1':
      return sumFen(
        event.data.postings.map(({ column, deltaYuan }) => {
          const fen = fenOf(deltaYuan);
          if (column === 'cut') return -fen;
          return ['original', 'carriedOver', 'supplemented', 'transferred'].includes(column) ? fen : 0n;
        }),
      );
    case 'unit.registered.v1':
    case 'performance-targets.set.v1':
    case 'publication-text.set.v1':
    case 'budget.handed-down.v1':
    case 'funds.frozen.v1':
    case 'funds.released.v1':
    case 'payment.recorded.v1':
    case 'refund.recorded.v1':
    case 'balance.reclaimed.v1':
    case 'ceiling.set.v1':
    case 'department-transfer.settled.v1':
    case 'year.closed.v1':
    case 'year.reopened.v1':
    case 'command.refused.v1':
      return 0n;
  }
}
