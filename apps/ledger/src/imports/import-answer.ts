import { newestPositions, type Receipt } from '#imports';

import { MOST_TOLD } from './dry-run';
import type { ImportAnswer, ImportHead } from './import-schema';
import type { StoredImport } from './import-store';

export function importHead(stored: StoredImport): ImportHead {
  const { id, fileName, bytes, total, done, recorded, refused, reason, createdAt, expiresAt } = stored;
  return {
    id,
    ...(fileName === null ? {} : { fileName }),
    bytes,
    state: stored.state === 'posting' && !stored.isWorkedAt ? 'interrupted' : stored.state,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    progress: { total, done, recorded, refused, ...(reason === null ? {} : { reason }) },
  };
}

export function importAnswer(stored: StoredImport, receipts: readonly Receipt[]): ImportAnswer {
  const { standing: _standing, ...report } = stored.report;
  const positions = receipts.flatMap(({ position }) => (position === undefined ? [] : [position]));
  return {
    ...importHead(stored),
    report,
    receipts: receipts.slice(0, MOST_TOLD),
    ...(receipts.length > MOST_TOLD ? { receiptsLeftOut: receipts.length - MOST_TOLD } : {}),
    ...(positions.length === 0 ? {} : { position: newestPositions(positions) }),
  };
}
