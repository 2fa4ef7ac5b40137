import { ledgerClient } from '@budget-ledger/client';

/** What the console speaks through: its own address, with the cookie that the browser keeps and no page can read. */
export const ledger = ledgerClient({ baseUrl: location.origin, headers: { 'ledger-console': '1' } });
