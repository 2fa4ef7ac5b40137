import type { ImportAnswer, ImportHead } from './import-schema';

const HEAD: ImportHead = {
  id: '0b5c2a0e-6a52-5c1e-9d3f-6f2f7f0c8a11',
  fileName: '年初批复.csv',
  bytes: 412,
  state: 'ready',
  createdAt: '2024-03-01T01:30:00.000Z',
  expiresAt: '2024-03-08T01:30:00.000Z',
  progress: { total: 1, done: 0, recorded: 0, refused: 0 },
};

const PLACE = { division: '361100', department: '301', unit: '301001', fiscalYear: 2024 };
const MOVED = {
  before: { currentYuan: '0.00', availableYuan: '0.00' },
  after: { currentYuan: '834200.00', availableYuan: '834200.00' },
};

const IMPORT: ImportAnswer = {
  ...HEAD,
  report: {
    notes: [],
    faults: [],
    stoodBefore: 0,
    units: [{ ...PLACE, lines: 1, ...MOVED }],
    lines: [
      {
        ...PLACE,
        source: 'general-public-budget',
        function: '2012901',
        economic: '30201',
        category: 'operating',
        ...MOVED,
      },
    ],
  },
  receipts: [],
};

/** An import that waits to be confirmed, as descriptions show it. */
export function importExample(isList: boolean): ImportAnswer | { imports: ImportHead[] } {
  return isList ? { imports: [HEAD] } : IMPORT;
}
