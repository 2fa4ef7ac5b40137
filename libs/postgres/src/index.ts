export { BinaryRows } from './binary-rows';
export { type Columns, type ColumnType, isPlain, NotStorable, type RowOf } from './columns';
export { copyIn } from './copy-in';
export { onlyValueOf } from './copied-value';
export {
  type Database,
  inSnapshot,
  inTransaction,
  openDatabase,
  rowsOf,
  sqlStateOf,
  type Transaction,
} from './database';
export { migrate, type Migrations, SchemaTooNew } from './migrations';
export { type Listening, listenTo } from './notifications';
export { applyRoles, type DatabaseRoles, rolesSql } from './roles';
export { countPresent, SessionLocks } from './session-locks';
