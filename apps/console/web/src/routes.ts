import { match } from './address/match';
import type { ScreenLoad } from './screen';

interface Route {
  name: string;
  patterns: readonly string[];
  load: ScreenLoad;
}

const PLACES = [
  '/divisions/:division',
  '/divisions/:division/departments/:department',
  '/divisions/:division/units/:unit',
];
const inYear = (view: string): string[] => PLACES.map((place) => `${place}/years/:year/${view}`);

/** Every screen with its addresses. A screen is a folder of `screens/`. */
const ROUTES: readonly Route[] = [
  { name: 'home', patterns: ['', ...PLACES], load: () => import('./screens/home/home').then((m) => m.Home) },
  {
    name: 'table',
    patterns: inYear('tables/:table'),
    load: () => import('./screens/table/table-screen').then((m) => m.TableScreen),
  },
  { name: 'work', patterns: ['/work'], load: () => import('./screens/work/work-screen').then((m) => m.WorkScreen) },
  {
    name: 'receipt',
    patterns: ['/work/receipts/:commandId'],
    load: () => import('./screens/work/receipt-screen').then((m) => m.ReceiptScreen),
  },
  {
    name: 'files',
    patterns: ['/work/files'],
    load: () => import('./screens/files/files-screen').then((m) => m.FilesScreen),
  },
  {
    name: 'file',
    patterns: ['/work/files/:id'],
    load: () => import('./screens/files/file-screen').then((m) => m.FileScreen),
  },
  {
    name: 'form',
    patterns: ['/work/:form'],
    load: () => import('./screens/work/form-screen').then((m) => m.FormScreen),
  },
  {
    name: 'diff',
    patterns: inYear('tables/:table/diff'),
    load: () => import('./screens/diff/diff-screen').then((m) => m.DiffScreen),
  },
  {
    name: 'publication',
    patterns: [...inYear('publication'), ...inYear('explanation')],
    load: () => import('./screens/publication/publication-screen').then((m) => m.PublicationScreen),
  },
  {
    name: 'comparison',
    patterns: inYear('comparison'),
    load: () => import('./screens/comparison/comparison-screen').then((m) => m.ComparisonScreen),
  },
  {
    name: 'execution',
    patterns: inYear('execution'),
    load: () => import('./screens/execution/execution-screen').then((m) => m.ExecutionScreen),
  },
  {
    name: 'audit',
    patterns: ['/audit'],
    load: () => import('./screens/audit/audit-screen').then((m) => m.AuditScreen),
  },
  {
    name: 'trail',
    patterns: ['/audit/:division', '/audit/:division/:department'],
    load: () => import('./screens/audit/trail-screen').then((m) => m.TrailScreen),
  },
  {
    name: 'record',
    patterns: ['/audit/:division/:department/:revision'],
    load: () => import('./screens/audit/record-screen').then((m) => m.RecordScreen),
  },
  {
    name: 'operations',
    patterns: ['/operations'],
    load: () => import('./screens/operations/operations-screen').then((m) => m.OperationsScreen),
  },
];

const NOWHERE: Route = {
  name: 'nowhere',
  patterns: [],
  load: () => import('./screens/nowhere').then((m) => m.Nowhere),
};

export function screenOf(path: string): Route & { parts: Record<string, string> } {
  for (const route of ROUTES) {
    for (const pattern of route.patterns) {
      const parts = match(pattern, path);
      if (parts !== undefined) return { ...route, parts };
    }
  }
  return { ...NOWHERE, parts: {} };
}
