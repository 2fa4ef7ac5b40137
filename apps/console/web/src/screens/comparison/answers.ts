import type { components } from '@budget-ledger/client';

type Schemas = components['schemas'];

export type DimensionComparison = Schemas['DimensionComparison'];
export type ComparedRow = DimensionComparison['rows'][number];
export type Figures = Schemas['Compared'];
export type YearsAnswer = Schemas['Years'];

export const VIEWS = ['changes', 'classes', 'units', 'years'] as const;
export type View = (typeof VIEWS)[number];
