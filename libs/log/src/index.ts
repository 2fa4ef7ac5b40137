export { type Answered, CommandChannel, type Posted } from './channel';
export { type Envelope, firstHash, hashOf, parseEnvelope } from './envelope';
export { LogDamaged, LogUnfit, LogUnreachable } from './errors';
export {
  type AcceptedRecord,
  type Checkpoint,
  type LogRecord,
  PartitionFold,
  type Reading,
  startOf,
  type StreamHead,
} from './fold';
export { KafkaLog, type LogSettings } from './kafka-log';
export { LedgerWriter, type LedgerWriterSettings, type SnapshotSettings } from './ledger-writer';
export { partitionOf } from './murmur2';
export { DEFAULT_LIMITS, PartitionWriter, type WriterEvents, type WriterLimits } from './partition-writer';
export type { Decider, LogPort, Outcome, Receipt, Submission } from './ports';
export { extendsHead, type Head } from './rule';
export { type SnapshotStore, type StateCodec } from './snapshot';
export { StalePlace, type Tail, type TailBatch, type TailHandler, type TailOptions, type TailPlace } from './tail';
export { topicsOf } from './topic';
