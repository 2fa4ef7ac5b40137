const MULTIPLIER = 0x5bd1e995;

/**
 * Kafka's default partitioner for keyed records: murmur2 of the key's bytes, sign bit cleared, modulo the number of partitions.
 * Source: org.apache.kafka.common.utils.Utils.murmur2 and BuiltInPartitioner, public algorithm by Austin Appleby.
 */
export function partitionOf(key: string | Buffer, partitions: number): number {
  const hash = typeof key === 'string' ? hashOfKey(key) : murmur2(key) & 0x7fffffff;
  return hash % partitions;
}

let newestKey = '';
let newestHash = murmur2(Buffer.alloc(0)) & 0x7fffffff;

/** Records of one stream are often met one after the other, and then its hash is known. */
function hashOfKey(key: string): number {
  if (key === newestKey) return newestHash;
  newestHash = murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff;
  newestKey = key;
  return newestHash;
}

function murmur2(data: Buffer): number {
  let hash = 0x9747b28c ^ data.length;
  const whole = data.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = data.length - whole;
  if (rest >= 3) hash ^= data.readUInt8(whole + 2) << 16;
  if (rest >= 2) hash ^= data.readUInt8(whole + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ data.readUInt8(whole), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}
