export { BrokerClock } from './broker-clock';
export { CommandChannel, type Posted } from './channel';
export { clockApart } from './clock';
export type { Answered } from './command-results';
export { type Copied, copyLog, type CopySettings } from './copy-log';
export { CompactedTopic, type CompactedTopicSettings } from './compacted-topic';
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
export { inTurns } from './in-turns';
export { readAsBrokersStore } from './kafka-fetch';
export { KafkaLog, type LogSettings, requireBroker } from './kafka-log';
export { type RawReader } from './kafka-reader';
export { LedgerWriter, type LedgerWriterSettings, type SnapshotSettings } from './ledger-writer';
export { partitionOf } from './murmur2';
export { openingPartition, openingRecord } from './opening';
export { DEFAULT_LIMITS, PartitionWriter, type WriterEvents, type WriterLimits } from './partition-writer';
export type { Decider, LogPort, Outcome, Progress, Receipt, Submission } from './ports';
export { ReaderPulse } from './reader-pulse';
export type { Rehearsed } from './rehearsal';
export { extendsHead, type Head } from './rule';
export { decodeSnapshot, encodeSnapshot, type SnapshotStore, type StateCodec } from './snapshot';
export {
  batchOf,
  StalePlace,
  type Tail,
  type TailBatch,
  type TailHandler,
  type TailOptions,
  type TailPlace,
} from './tail';
export { SettingsWatch } from './settings-watch';
export { readable, sentenceOf } from './sentence';
export { topicsOf } from './topic';
export { type Fault, type PartitionReport, PartitionVerifier, type VerifiedHead, type Words } from './verify';
export { type Anchor, anchorsIn, type PartitionEnd } from './verify-anchors';
export {
  ExportFileError,
  type ExportedRecord,
  inOrder,
  lineOfRecord,
  recordsOfExport,
  verifyRecords,
} from './verify-file';
export { restTurn, Turns } from './turns';
export { within } from './within';
export { describeTopic, readTopic, type TopicToRead } from './verify-topic';
