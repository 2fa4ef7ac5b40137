import type { BrokerClock, LedgerWriter } from '#log';
import { Gauge, type Registry } from 'prom-client';

type Writer = Pick<
  LedgerWriter<unknown, unknown, never>,
  'open' | 'counts' | 'ahead' | 'snapshotsFailing' | 'beyondSnapshots' | 'tailAgeMs' | 'stopped'
>;

/** What `/metrics` says of a ledger. Before the log is folded there is no writer, and everything is zero. */
export function registerLedgerGauges(
  registry: Registry,
  writer: () => Writer | undefined,
  clock: () => Pick<BrokerClock, 'reading'> | undefined,
): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge('ledger_open_commands', 'Commands that wait or are under way', () => writer()?.open ?? 0);
  gauge('ledger_records_accepted', 'Records that count, read since the start', () => writer()?.counts.accepted ?? 0);
  gauge('ledger_records_void', 'Void records read since the start', () => writer()?.counts.void ?? 0);
  gauge(
    'ledger_lost_races',
    'Decisions since the start that were made again because somebody else wrote their stream',
    () => writer()?.counts.lostRaces ?? 0,
  );
  gauge('ledger_records_junk', 'Records that are no envelopes of this log', () => writer()?.counts.junk ?? 0);
  gauge(
    'ledger_records_control',
    'Control records of transactions, read since the start',
    () => writer()?.counts.control ?? 0,
  );
  gauge('ledger_clock_ahead_ms', "How far this clock is ahead of the brokers'", () => {
    const { own = 0, broker = own } = clock()?.reading() ?? {};
    return own - broker;
  });
  gauge(
    'ledger_streams_ahead',
    'Streams whose newest record lies in the future, so that they take nothing',
    () => writer()?.ahead.length ?? 0,
  );
  gauge(
    'ledger_snapshots_failing',
    'Partitions whose newest snapshot could not be kept',
    () => writer()?.snapshotsFailing ?? 0,
  );
  gauge(
    'ledger_beyond_snapshot_records',
    'The most records of a partition that a restart would read',
    () => writer()?.beyondSnapshots ?? 0,
  );
  gauge('ledger_tail_age_ms', 'Since everything in the log was known to be read', () => writer()?.tailAgeMs ?? 0);
  gauge('ledger_stopped_streams', 'Streams and partitions that have stopped', () => writer()?.stopped.length ?? 0);
}
