import type { components } from '@budget-ledger/client';

type Schemas = components['schemas'];

export type Table = Schemas['Table'];
export type Cell = Schemas['Cell'];
