import { createHash } from 'node:crypto';

/** A record as the checker needs it. */
export interface RawRecord {
  partition: number;
  offset: number;
  key: Buffer | string | null;
  value: Buffer | null;
  /** What the broker wrote by itself. */
  mark?: unknown;
}

export interface CheckedRecord {
  stream: string;
  revision: number;
  partition: number;
  offset: number;
  hash: string;
  commandId: string;
  type: string;
  data: unknown;
}

export interface CheckedLog {
  accepted: CheckedRecord[];
  heads: Map<string, { revision: number; hash: string }>;
  voids: number;
  /** No event for anybody. */
  junk: number;
  orphans: string[];
  holes: string[];
}

/**
 * Reads a log as an outsider would, and shares no line of code with the program that wrote it: a record counts when it extends its
 * stream's head; a record whose parent never stood before it is an orphan; a missing offset is a hole.
 */
export function checkLog(ledgerId: string, records: readonly RawRecord[]): CheckedLog {
  const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
  const log: CheckedLog = { accepted: [], heads: new Map(), voids: 0, junk: 0, orphans: [], holes: [] };
  const hashes = new Map<string, Set<string>>();
  const nextOffset = new Map<number, number>();
  for (const { partition, offset, key, value, mark } of records) {
    const expected = nextOffset.get(partition) ?? 0;
    if (offset !== expected) log.holes.push(`${partition}:${expected}`);
    nextOffset.set(partition, offset + 1);
    if (mark !== undefined) continue;
    const event = eventIn(value);
    if (event === undefined) {
      log.junk += 1;
      continue;
    }
    const stream = key?.toString() ?? '';
    const hash = sha256(value ?? '');
    const head = log.heads.get(stream) ?? { revision: 0, hash: sha256(ledgerId + stream) };
    const known = hashes.get(stream) ?? new Set([head.hash]);
    if (!known.has(String(event['prevhash']))) log.orphans.push(`${partition}:${offset}`);
    hashes.set(stream, known.add(hash));
    if (event['revision'] !== head.revision + 1 || event['prevhash'] !== head.hash) {
      log.voids += 1;
      continue;
    }
    const revision = head.revision + 1;
    log.heads.set(stream, { revision, hash });
    log.accepted.push({
      stream,
      revision,
      partition,
      offset,
      hash,
      commandId: String(event['commandid']),
      type: String(event['type']),
      data: event['data'],
    });
  }
  return log;
}

function eventIn(value: Buffer | null): Record<string, unknown> | undefined {
  try {
    const event = JSON.parse(value?.toString('utf8') ?? 'null') as Record<string, unknown> | null;
    return typeof event?.['revision'] === 'number' && typeof event['prevhash'] === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}
