export { type AuditEvent, type AuditPage, type AuditPosting, readAuditPage } from './audit-trail';
export { type Change, type ChangesPage, type LineChange, readChanges } from './changes';
export { type Database, openDatabase, sqlStateOf } from './database';
export { type DepartmentKey, type DepartmentYear, readDepartmentYear } from './department-year';
export { type HeldLine, readFreezes } from './freezes';
export { type MadeLine, readMadeLines } from './made-lines';
export { isMigrated, migrate, SchemaTooNew } from './migrate';
export { countStoppedStreams } from './places';
export { formatPosition, parsePosition, type Position, type Reached, waitForPosition } from './position';
export { type Projected, Projection } from './projection';
export { LOCKS, SessionLocks } from './session-locks';
export { snapshotStore } from './snapshots';
export { nextAfter, positionBefore, readStanding, type Standing } from './standing';
export { readStream, type StreamStanding } from './streams';
export { readTransits, type Transit } from './transits';
export type { BudgetPlace, UnitYears } from './unit-years';
export {
  type BudgetReading,
  type KnownUnit,
  listUnits,
  readBudget,
  readUnit,
  readUnitYears,
  type UnitKey,
  type UnitYearsReading,
} from './units';
export {
  readStates,
  readStatesOf,
  readTouched,
  unitYearId,
  type UnitYearFilter,
  type UnitYearKey,
  type UnitYearState,
} from './unit-year-states';
export { listenForProjections, type WakeUp } from './wake-up';
