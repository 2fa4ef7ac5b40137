export { BulkFill, type BulkFillSettings } from './bulk-fill';
export { emptyTables, lookAtRows, writeCheckpoints } from './filled-tables';
export { type AuditEvent, type AuditPage, type AuditPosting, readAuditPage } from './audit-trail';
export { type Change, type ChangesPage, type LineChange, readChanges } from './changes';
export { type BudgetReading, readBudget, type UnitYears } from './budget';
export { type ProjectionChecksums, readChecksums, type TableChecksum, withScratchVersion } from './checksums';
export { type BudgetPlace, PositionIncomplete, RevisionOfMany, type StandsOn } from './cuts';
export type { Database } from '#postgres';
export {
  type DepartmentKey,
  type DepartmentYear,
  readDepartmentYear,
  readDepartmentYearLines,
} from './department-year';
export { type Difference, type LineAmount, readDifference } from './differences';
export { type Driver, readDrivers } from './drivers';
export { readLargestEvents, readParts } from './event-amounts';
export { type EventName, type EventPlace, readEventNames } from './event-names';
export { HistoryLeftOut } from './history/require-history';
export { RecallFill, type RecallSettings } from './history/recall-fill';
export { markRecallFailed, openWishes, type RecallState, tellRecalling } from './history/recall-register';
export { countOpenYears } from './history/open-years';
export { makeRecalledTables, recalledRoom, removeUnasked } from './history/recalled-tables';
export { type HeldLine, readFreezes } from './freezes';
export type { KnownUnit } from './known-unit';
export { type LinesPage, readLines } from './lines';
export type { LineReading } from './lines-as-of';
export { type Projected, Projection } from './projection';
export { type EventPart, LargestEvents } from './largest-events';
export { type KnownDivision, readDivisions } from './parts/divisions';
export type { PlacePart } from './parts/place-part';
export { type PlaceYear, readPlaceYears } from './place-years';
export { readPlaceParts } from './parts/read-place-parts';
export { type Neighbour, readNeighbours } from './neighbours';
export { isRefusedContent, TablesUnfit } from './refused-content';
export type { Extent, Within } from './extents';
export { listenForProjections, listenForWishes, openReadModel, openRecalled, READ_MODEL_SCHEMA } from './schema';
export { describeVersions, type VersionDescription } from './versions/describe';
export { dropVersion } from './versions/drop';
export { AheadOfServing } from './versions/gate';
export { lockOf, TABLES_PUBLISHER_LOCK } from './versions/locks';
export { NothingServed, type ReadModel, ReadModels, VersionDropped } from './versions/read-models';
export {
  type BuildProgress,
  enterVersion,
  markBuilt,
  markFailed,
  markUnbuilt,
  prepareRegister,
  readServing,
  readVersion,
  readVersions,
  tellProgress,
  type VersionState,
} from './versions/register';
export { registerSql } from './versions/register-sql';
export { NAME_KINDS, type NamedThing, type NameKind, RANK } from './search/read-names';
export type { NumberedDocument } from './search/read-documents';
export { readSearch } from './search/read-search';
export { folded, termsOf } from './search/search-terms';
export { shareOf, type VersionStanding, versionStanding } from './versions/standing';
export { type Moved, moveServing } from './versions/switch';
export { hasTables, makeIndexes, makeTables } from './versions/tables';
export { historyFromOf, OWN_VERSION, ownVersion, type ReadModelVersion, schemaOf } from './versions/version';
export { nextAfter, positionBefore, readStanding, type Standing } from './standing';
export { readStream, type StreamStanding } from './streams';
export { isInTransit, TRANSIT_DIRECTION_NAMES, TRANSIT_STATUS_NAMES, type Transit, TRANSIT_STATUSES } from './transit';
export { readTransits, type Sees, type TransitsReading } from './transits';
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
export { type DivisionTrailPage, readDivisionTrail } from './division-trail';
export type { TrailFilter } from './trail-filter';
export { comparedText } from './search/event-words';
export { readTimeline, type TimelinePage } from './timeline';
export type { Totals } from './totals';
export { type Reached, waitForPosition, waitForRevision } from './wait-for-position';
export { readStops, stopBefore, type StopsPlace, type StreamStop } from './stops';
export type { DifferenceQuestion, Side } from './two-sides';
