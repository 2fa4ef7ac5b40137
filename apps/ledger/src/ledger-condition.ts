import { type BrokerClock, clockApart, type LedgerWriter } from '#log';
import type { Notice } from '#platform';

type Writer = Pick<
  LedgerWriter<unknown, unknown, never>,
  'stopped' | 'tailAgeMs' | 'appendsFailingMs' | 'ahead' | 'snapshotTrouble' | 'beyondSnapshots'
>;

/** Without its cache a ledger does all its work, so it stays in service; its next start takes longer. */
export function snapshotNotice({ snapshotTrouble, beyondSnapshots }: Writer): Notice | undefined {
  if (snapshotTrouble === undefined) return undefined;
  const { partition, reason, tries, forMs } = snapshotTrouble;
  return {
    notice:
      `no snapshot of partition ${partition} is kept for ${Math.round(forMs / 1_000)} s, ${tries} tries have failed (${reason}); ` +
      `commands go on, a restart reads up to ${beyondSnapshots} records of a partition. Look at the database`,
  };
}

/** Why a ledger that has folded its log takes no commands, or what is to be said though it does; undefined where all is well. */
export function conditionOf(
  { stopped, tailAgeMs, appendsFailingMs, ahead }: Writer,
  clock: BrokerClock | undefined,
  tailMaxAgeMs: number,
): string | Notice | undefined {
  const damaged = stopped.find(({ stream }) => stream.startsWith('partition '));
  if (damaged !== undefined) return `${damaged.stream} has stopped: ${damaged.reason}`;
  if (tailAgeMs > tailMaxAgeMs) return `the log has not been read to its end for ${Math.round(tailAgeMs / 1_000)} s`;
  if (appendsFailingMs > tailMaxAgeMs) return `the log has taken nothing for ${Math.round(appendsFailingMs / 1_000)} s`;
  return clockTrouble(clock) ?? noticeOf(ahead);
}

function clockTrouble(clock: BrokerClock | undefined): string | undefined {
  const apart = clock && clockApart(clock.reading());
  if (apart === undefined) return undefined;
  const { own, broker, aheadMs } = apart;
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return `this clock says ${own}, the brokers' ${broker}: ${seconds} s ${aheadMs > 0 ? 'ahead' : 'behind'}; set it right (NTP)`;
}

/** One stream in the future is no reason to send the others' commands elsewhere. */
function noticeOf(ahead: readonly { stream: string; until: string }[]): Notice | undefined {
  const [first] = ahead;
  if (first === undefined) return undefined;
  const others = ahead.length === 1 ? '' : ` and ${ahead.length - 1} other stream(s)`;
  return {
    notice: `the newest record of ${first.stream}${others} lies in the future; nothing is recorded there until ${first.until}`,
  };
}
