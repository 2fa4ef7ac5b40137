import type { CommandBasis } from './commands';
import type { PostingLine } from './line';

interface TransitBasis extends CommandBasis {
  fiscalYear: number;
  /** The id of the event that sent the transfer. */
  transitId: string;
}
/** The far end of a transfer between departments. */
export interface ReceiveTransfer extends TransitBasis {
  type: 'ReceiveTransfer';
  fromDepartment: string;
  lines: PostingLine[];
}
/** Tells the sending department that its transfer has arrived. */
export interface SettleTransfer extends TransitBasis {
  type: 'SettleTransfer';
  receivedEventId: string;
}
/** Gives a transfer that was refused at the far end back to the sending department. */
export interface ReturnTransfer extends TransitBasis {
  type: 'ReturnTransfer';
  refusedEventId: string;
  refusalCode: string;
}
/** What the ledger itself asks for to bring a transfer between departments to its end. No client may post these. */
export type TransitCommand = ReceiveTransfer | SettleTransfer | ReturnTransfer;
