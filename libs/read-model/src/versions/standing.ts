import type { BuildProgress, VersionState } from './register';

/** Where a version stands: one word for every way in which operators look at it. */
export type VersionStanding = 'serving' | 'built' | 'left' | 'filling' | 'waiting' | 'failed';

/** Filling that nobody is at any more, because its process was killed, waits for the next one. */
export function versionStanding({ isServing, builtAt, servedAt, progress, failure }: VersionState): VersionStanding {
  if (builtAt !== null) return isServing ? 'serving' : servedAt === null ? 'built' : 'left';
  if (failure !== null) return 'failed';
  return progress?.isUnderWay === true ? 'filling' : 'waiting';
}

/** How much of the log has been read, 0 to 1; of an empty log there is nothing to read. */
export function shareOf({ records, recordsTotal }: Pick<BuildProgress, 'records' | 'recordsTotal'>): number {
  return recordsTotal === 0 ? 1 : records / recordsTotal;
}
