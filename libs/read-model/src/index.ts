export { type AuditEvent, type AuditPage, type AuditPosting, readAuditPage } from './audit-trail';
export { type Change, type ChangesPage, type LineChange, readChanges } from './changes';
export { type BudgetReading, readBudget, type UnitYears } from './budget';
export { type ProjectionChecksums, readChecksums, type TableChecksum, withScratchSchema } from './checksums';
export { type BudgetPlace, PositionIncomplete, RevisionOfMany, type StandsOn } from './cuts';
export { type Database, openDatabase, sqlStateOf } from './database';
export { type DepartmentKey, type DepartmentYear, readDepartmentYear } from './department-year';
export {
  type Difference,
  type DifferenceQuestion,
  type Driver,
  type LineAmount,
  readDifference,
  readDrivers,
  readEventNames,
  type Side,
} from './differences';
export type { EventName, EventPlace } from './event-names';
export { type HeldLine, readFreezes } from './freezes';
export { type KnownUnit, listUnits } from './known-unit';
export { type LinesPage, readLines } from './lines';
export type { LineReading } from './lines-as-of';
export { isMigrated, migrate, SchemaTooNew } from './migrate';
export { type Projected, Projection } from './projection';
export { LOCKS, SessionLocks } from './session-locks';
export { migratingSnapshotStore, snapshotStore } from './snapshots';
export { nextAfter, positionBefore, readStanding, type Standing } from './standing';
export { readStream, type StreamStanding } from './streams';
export {
  isInTransit,
  readTransits,
  TRANSIT_DIRECTION_NAMES,
  TRANSIT_STATUS_NAMES,
  type Transit,
  TRANSIT_STATUSES,
  type TransitsReading,
} from './transits';
export { readUnit, readUnits, readUnitYears, type UnitKey, type UnitReading, type UnitsPage } from './units';
export {
  readStates,
  readStatesOf,
  readTouched,
  unitYearId,
  type UnitYearFilter,
  type UnitYearKey,
  type UnitYearState,
} from './unit-year-states';
export { type Reached, waitForPosition, waitForRevision } from './wait-for-position';
export { listenForProjections, type WakeUp } from './wake-up';
export { readStops, stopBefore, type StopsPlace, type StreamStop } from './stops';
