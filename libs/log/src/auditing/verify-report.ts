import type { PartitionEnd } from './verify-anchors';

/** A sentence for the person who reads it. */
export interface Words {
  zh: string;
  en: string;
}

/** Where the log is not what it must be, and why. */
export interface Fault {
  partition: number;
  offset: number;
  stream?: string;
  revision?: number;
  why: Words;
}

/** What stands at the end of a stream: a receipt for everything before it. */
export interface VerifiedHead {
  stream: string;
  revision: number;
  hash: string;
  /** `partition:offset` */
  position: string;
}

export interface PartitionReport {
  partition: number;
  records: number;
  accepted: number;
  void: number;
  /** Records that are no envelopes of this log: void for everybody, and worth a look. */
  junk: number;
  /** What transactions left behind, which are no records and hold nothing. */
  control: number;
  /** Records of a stream behind its first fault; nothing can be said of them. */
  unjudged: number;
  end: PartitionEnd;
  heads: VerifiedHead[];
  /** The first junk and control records, in words. */
  oddities: string[];
  /** The first fault of each stream, and of the partition itself. */
  faults: Fault[];
}
