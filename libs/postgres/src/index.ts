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
export { isMigrated, migrate, type Migrations, SchemaTooNew } from './migrations';
export { type Listening, listenTo } from './notifications';
export { SessionLocks } from './session-locks';
export { storedDate } from './stored-date';
