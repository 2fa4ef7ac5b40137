export { type AuditEvent, type AuditPage, type AuditPosting, readAuditPage } from './audit-trail';
export { type Database, openDatabase, sqlStateOf } from './database';
export { isMigrated, migrate, SchemaTooNew } from './migrate';
export { countStoppedStreams } from './places';
export { formatPosition, parsePosition, type Position, type Reached, waitForPosition } from './position';
export { type Projected, Projection } from './projection';
export { snapshotStore } from './snapshots';
export { readStream, type StreamStanding } from './streams';
export { type KnownUnit, listUnits, readUnit, readUnitYears, type UnitKey, type UnitYearsReading } from './units';
