export { AccessTopic, type AccessTopicSettings } from './kafka/access-topic';
export { type Acl, aclsOf, asCommands } from './kafka/acl-list';
export { applyAcls } from './kafka/apply-acls';
export { BrokerClock } from './kafka/broker-clock';
export { CommandChannel } from './kafka/channel';
export type { Posted } from './kafka/posted';
export { clockApart } from './clock';
export type { Answered } from './kafka/command-results';
export { type Copied, copyLog, type CopySettings } from './kafka/copy-log';
export { CompactedTopic, type CompactedTopicSettings } from './kafka/compacted-topic';
export { type Envelope, firstHash, hashOf, parseEnvelope } from './rule/envelope';
export { LogDamaged, LogUnfit, LogUnreachable } from './rule/errors';
export {
  type AcceptedRecord,
  type Checkpoint,
  type LogRecord,
  PartitionFold,
  type Reading,
  startOf,
  type StreamHead,
} from './rule/fold';
export { readAsBrokersStore } from './kafka/kafka-fetch';
export { requireBroker } from './kafka/connect';
export { KafkaLog, type LogSettings } from './kafka/kafka-log';
export { LedgerWriter, type LedgerWriterSettings } from './writing/ledger-writer';
export { partitionOf } from './rule/murmur2';
export { openingPartition, openingRecord } from './rule/opening';
export { DEFAULT_LIMITS, type WriterLimits } from './writing/limits';
export { PartitionWriter, type WriterEvents } from './writing/partition-writer';
export type { Decider, LogPort, Outcome, Progress, RawReader, Receipt, Submission, Verdict } from './ports';
export { ReaderPulse } from './reading/reader-pulse';
export type { Rehearsed } from './writing/rehearsal';
export { extendsHead, type Head } from './rule/rule';
export type { SnapshotSettings } from './writing/snapshot-keeper';
export { decodeSnapshot, encodeSnapshot, type SnapshotStore, type StateCodec } from './writing/snapshot';
export { StalePosition, type Tail, type TailHandler, type TailOptions, type StoredPosition } from './reading/tail';
export { batchOf, type TailBatch } from './reading/tail-batch';
export { RecordReader } from './kafka/record-reader';
export { securityOptions } from './kafka/security';
export { SettingsWatch } from './kafka/settings-watch';
export { readable, sentenceOf } from './rule/sentence';
export { topicsOf } from './kafka/topic';
export { PartitionVerifier } from './auditing/verify';
export type { Fault, PartitionReport, VerifiedHead, Words } from './auditing/verify-report';
export { type Anchor, anchorsIn, type PartitionEnd } from './auditing/verify-anchors';
export {
  ExportFileError,
  type ExportedRecord,
  inOrder,
  lineOfRecord,
  recordsOfExport,
  verifyRecords,
} from './auditing/verify-file';
export { StreamLines } from './auditing/stream-lines';
export { within } from './within';
export { describeTopic, readTopic, type TopicToRead } from './kafka/verify-topic';
