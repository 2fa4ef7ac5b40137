import { createHash } from 'node:crypto';

/**
 * What advisory locks of a version are for; projectors of two versions share none.
 *
 * - `present`: held shared by every projector of the version.
 * - `partition`: who projects it; the partition is the lock's second number.
 * - `building`: who fills it, and who takes it away.
 * - `recalling`: who reads left-out history from the log for it.
 * - `projecting`: held shared by each transaction that writes rows, and alone by the one that moves the pointer away.
 */
export type VersionLock = 'present' | 'partition' | 'building' | 'recalling' | 'projecting';

/** The first number of an advisory lock, in 31 bits: Postgres shows the numbers of locks without a sign. */
export function lockOf(version: string, lock: VersionLock): number {
  return createHash('sha256').update(`read model ${version} ${lock}`).digest().readUInt32BE(0) >>> 1;
}

/** Held by the one process that publishes tables, of whatever version. */
export const TABLES_PUBLISHER_LOCK = 5_160_324;
