import { streamOf, streamOfEvent, sumFen, yuanOf } from '#domain';
import type { RowOf } from '#postgres';

import type { TRANSIT_LEG } from './tables';
import type { Understood } from './understand';

/** What one event is to a transfer between departments. A refusal at the far end is a leg too: it sends the money back. */
export function transitLegRow(understood: Understood): RowOf<typeof TRANSIT_LEG>[] {
  const { record, division, event } = understood;
  const at = (department: string): string => streamOf({ division, department });
  const row = (
    leg: string,
    transitId: string,
    otherStream: string,
    fiscalYear: number,
    refusalCode: string | null = null,
  ) => [
    {
      transit_id: transitId,
      leg,
      stream: record.stream,
      revision: record.envelope.revision,
      other_stream: otherStream,
      fiscal_year: fiscalYear,
      amount: yuanOf(sumFen(understood.effects.map(({ deltaFen }) => (deltaFen < 0n ? -deltaFen : deltaFen)))),
      refusal_code: refusalCode,
    },
  ];
  switch (event.type) {
    case 'department-transfer.sent.v1':
      return row('sent', event.data.transitId, at(event.data.toDepartment), event.data.fiscalYear);
    case 'department-transfer.received.v1':
      return row('received', event.data.transitId, at(event.data.fromDepartment), event.data.fiscalYear);
    case 'department-transfer.settled.v1':
      return row('settled', event.data.transitId, streamOfEvent(event.data.receivedEventId), event.data.fiscalYear);
    case 'department-transfer.returned.v1': {
      const { transitId, refusedEventId, fiscalYear, refusalCode } = event.data;
      return row('returned', transitId, streamOfEvent(refusedEventId), fiscalYear, refusalCode);
    }
    case 'command.refused.v1': {
      const { command, refusal } = event.data;
      if (command.type !== 'ReceiveTransfer') return [];
      const { transitId, fromDepartment, fiscalYear } = command;
      if (typeof transitId !== 'string' || typeof fromDepartment !== 'string' || typeof fiscalYear !== 'number') {
        throw new Error('a transfer was refused that has no name, sender or year');
      }
      if (streamOfEvent(transitId) !== at(fromDepartment)) throw new Error(`transfer ${transitId} has another sender`);
      return row('refused', transitId, at(fromDepartment), fiscalYear, refusal.code);
    }
    case 'unit.registered.v1':
    case 'budget.allocated.v1':
    case 'budget.handed-down.v1':
    case 'balance.carried-over.v2':
    case 'budget.adjusted.v1':
    case 'funds.frozen.v1':
    case 'funds.released.v1':
    case 'payment.recorded.v1':
    case 'refund.recorded.v1':
    case 'balance.reclaimed.v1':
    case 'ceiling.set.v1':
    case 'performance-targets.set.v1':
    case 'publication-text.set.v1':
    case 'commands.combined.v1':
    case 'event.reversed.v1':
    case 'year.closed.v1':
    case 'year.reopened.v1':
      return [];
  }
}
