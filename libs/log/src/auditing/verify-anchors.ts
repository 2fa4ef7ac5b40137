/** What somebody kept elsewhere of a record: an answer of the ledger, or the head that an earlier verification found. */
export interface Anchor {
  stream: string;
  revision: number;
  hash: string;
  /** Where the record itself stood, where that is known. */
  at?: { partition: number; offset: number };
}

/** How far a partition reached, as a reader's checkpoint has it. */
export interface PartitionEnd {
  partition: number;
  nextOffset: number;
  /** Hash of the bytes at `nextOffset - 1`; empty at offset 0. */
  lastHash: string;
}

const HASH = /^[0-9a-f]{64}$/;
const POSITION = /^(\d{1,6}):(\d{1,15})$/;

/**
 * Finds every receipt and every partition's end in a JSON value. Answers of the ledger are nested in more than one way (a batch, a page
 * of the audit trail, a problem with a receipt), so whatever names revision and hash counts, with the stream that stands around it.
 */
export function anchorsIn(value: unknown): { anchors: Anchor[]; ends: PartitionEnd[] } {
  const found = { anchors: [] as Anchor[], ends: [] as PartitionEnd[] };
  collect(value, undefined, found);
  return found;
}

function collect(value: unknown, around: string | undefined, found: { anchors: Anchor[]; ends: PartitionEnd[] }): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, around, found);
    return;
  }
  const fields = value as Record<string, unknown>;
  const stream = typeof fields['stream'] === 'string' ? fields['stream'] : around;
  const { revision, hash, partition, nextOffset, lastHash } = fields;
  if (typeof lastHash === 'string' && isCount(partition) && isCount(nextOffset)) {
    found.ends.push({ partition, nextOffset, lastHash });
    return;
  }
  if (stream !== undefined && typeof hash === 'string' && HASH.test(hash) && isCount(revision)) {
    const at = positionIn(fields);
    found.anchors.push({ stream, revision, hash, ...(at === undefined ? {} : { at }) });
    return;
  }
  for (const item of Object.values(fields)) collect(item, stream, found);
}

/** Only a receipt's position is the record's own; that of a stream's answer is how far its reader had come. */
function positionIn(fields: Record<string, unknown>): Anchor['at'] {
  const { partition, offset, position, time } = fields;
  if (isCount(partition) && isCount(offset)) return { partition, offset };
  const match = typeof position === 'string' && time === undefined ? POSITION.exec(position) : null;
  return match === null ? undefined : { partition: Number(match[1]), offset: Number(match[2]) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
