/** The header that makes a read wait for a write, and the one that says where an answer without JSON stands. */
export const MIN_POSITION = 'Ledger-Min-Position';
export const POSITION = 'Ledger-Position';
/** Where the earlier of two states stands that an answer compares. */
export const PRIOR_POSITION = 'Ledger-Prior-Position';
/** Where the next page begins, for CSV has no place for it. */
export const NEXT = 'Ledger-Next';
/** That history which the tables have left out was read from the log for the answer, which takes longer. */
export const ANSWERED_FROM = 'Ledger-Answered-From';
/** That a list holds only what its reader may read. */
export const LIMITED_TO = 'Ledger-Limited-To';
/** Names the stopped streams that an answer lacks the newest events of, where it has no field for it. */
export const STOPPED = 'Ledger-Stopped';
