import { firstHash } from './envelope';
import { partitionOf } from './murmur2';

/** Where a stream stands: the newest accepted revision and the hash of the bytes that made it. */
export interface Head {
  revision: number;
  hash: string;
}

export function firstHead(ledgerId: string, stream: string): Head {
  return { revision: 0, hash: firstHash(ledgerId, stream) };
}

/** What the rule looks at in a record. */
export interface Claim {
  key: string;
  partition: number;
  subject: string;
  revision: number;
  prevhash: string;
}

/** A key or partition that is not its stream's makes a record void wherever it claims to stand. */
export function isMisplaced(claim: Claim, partitions: number): boolean {
  return claim.key !== claim.subject || claim.partition !== partitionOf(claim.key, partitions);
}

/**
 * The log's rule, in the one place where it stands: a record counts if and only if it extends its stream's head. Every reader
 * applies it to the same total order of a partition, so every reader agrees, and no writer needs a lock.
 */
export function extendsHead(head: Head, claim: Claim): boolean {
  return claim.revision === head.revision + 1 && claim.prevhash === head.hash;
}

/**
 * Void records that could still be named as a parent by a record above the head, by hash. A pipelining writer that lost a race leaves
 * such chains behind. Those below the head are forgotten: what names them lies below the head as well and is void by its
 * revision alone, so the set stays as small as the races that are under way.
 */
export type VoidTips = Map<string, number>;

export type Verdict = 'accepted' | 'void' | 'orphan';

/**
 * Judges a well-placed record of a stream and moves the void tips along. An orphan names a parent that this log never held before
 * it: something was altered or lost, and its stream must stop.
 */
export function judge(head: Head, tips: VoidTips, claim: Claim, hash: string): Verdict {
  if (extendsHead(head, claim)) {
    for (const [tip, revision] of tips) if (revision <= head.revision) tips.delete(tip);
    return 'accepted';
  }
  if (claim.revision <= head.revision) {
    // A race lost at the head itself: its children may still arrive one above the head.
    if (claim.revision === head.revision) tips.set(hash, claim.revision);
    return 'void';
  }
  const parentIsKnown = claim.prevhash === head.hash || tips.get(claim.prevhash) === claim.revision - 1;
  if (!parentIsKnown) return 'orphan';
  tips.set(hash, claim.revision);
  return 'void';
}
