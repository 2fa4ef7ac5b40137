import {
  type DepartmentTransferSent,
  placeOfStream,
  type ReceiveTransfer,
  type ReturnTransfer,
  type SettleTransfer,
} from '#domain';

import type { BudgetReceipt } from './verdict';

export type Sent = DepartmentTransferSent['data'];

/** Where a transfer was sent from, and what the ids of its commands begin with. */
export interface TransitPlace {
  /** `transit:` and the id of the event that sent it. */
  id: string;
  division: string;
  department: string;
}

export function transitPlace(stream: string, { transitId }: Sent): TransitPlace {
  return { id: `transit:${transitId}`, ...placeOfStream(stream) };
}

/**
 * Ids and bodies are made of the event that sent the transfer and of nothing else, so that every ledger, whenever it asks, asks for the
 * very same. Another version of this program must not make other bodies, or the ids would be answered `id-reused`.
 */
function basisOf({ documentNumber, effectiveDate, reason, attachmentSha256, fiscalYear, transitId }: Sent) {
  return {
    documentNumber,
    effectiveDate,
    ...(reason === undefined ? {} : { reason }),
    ...(attachmentSha256 === undefined ? {} : { attachmentSha256 }),
    fiscalYear,
    transitId,
  };
}

/** What the far end is asked for. */
export function receiveOf(sent: Sent, { id, division, department }: TransitPlace): ReceiveTransfer {
  return {
    type: 'ReceiveTransfer',
    commandId: `${id}:receive`,
    ...basisOf(sent),
    division,
    department: sent.toDepartment,
    fromDepartment: department,
    lines: sent.to,
  };
}

/** What the sender is told: that the transfer has arrived, or that it comes back. */
export function endOf(
  sent: Sent,
  { id, division, department }: TransitPlace,
  far: Pick<BudgetReceipt, 'eventId' | 'refusal'>,
): SettleTransfer | ReturnTransfer {
  const place = { ...basisOf(sent), division, department };
  if (far.refusal === undefined) {
    return { type: 'SettleTransfer', commandId: `${id}:settle`, ...place, receivedEventId: far.eventId };
  }
  const refused = { refusedEventId: far.eventId, refusalCode: far.refusal.code };
  return { type: 'ReturnTransfer', commandId: `${id}:return`, ...place, ...refused };
}
