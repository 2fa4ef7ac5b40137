// node raw-reader.mjs [BROKERS] [TOPIC] [LEDGER_ID]: one line of JSON for each record that counts, from the beginning on.
import { isUtf8 } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import './codecs.mjs';

const [brokers = '127.0.0.1:9092', topic = 'budget.events', ledgerId = 'budget-ledger'] = process.argv.slice(2);
const TEXTS = 'id type source subject time commandid commandhash actor correlationid prevhash'.split(' ');
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const HASH = /^[0-9a-f]{64}$/;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const streams = new Map();

/** The rule: answers the event if the record counts. */
function accepted(partition, partitions, key, value) {
  const event = envelopeOf(value);
  if (event === undefined || event.subject !== key) return undefined;
  if (partition !== murmur2(Buffer.from(key)) % partitions) return undefined;
  const head = streams.get(key) ?? { revision: 0, hash: sha256(ledgerId + key), voids: new Map(), stopped: false };
  streams.set(key, head);
  if (head.stopped) return undefined;
  const { revision, prevhash } = event;
  const hash = sha256(value);
  if (revision === head.revision + 1 && prevhash === head.hash) {
    Object.assign(head, { revision, hash });
    return { ...event, hash };
  }
  // Void, because it lost a race; but a parent that was never there shows that something was altered or lost.
  const hasParent = revision <= head.revision || prevhash === head.hash || head.voids.get(prevhash) === revision - 1;
  head.stopped = !hasParent;
  head.voids.set(hash, revision);
  return undefined;
}

/** The hash of Kafka's Java clients without its sign. That of kafkajs takes minutes over a key of a megabyte. */
function murmur2(bytes) {
  const mixed = (word) => Math.imul(word, 0x5bd1e995);
  const whole = bytes.length & ~3;
  let hash = 0x9747b28c ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const word = mixed(bytes.readInt32LE(at));
    hash = mixed(hash) ^ mixed(word ^ (word >>> 24));
  }
  for (let at = bytes.length - 1; at >= whole; at -= 1) hash ^= bytes[at] << (8 * (at - whole));
  if (whole < bytes.length) hash = mixed(hash);
  hash = mixed(hash ^ (hash >>> 13));
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}

/** What does not have this shape is void for everybody. */
function envelopeOf(value) {
  try {
    const event = JSON.parse(value);
    const isEvent = isUtf8(value) && event.specversion === '1.0' && event.data instanceof Object;
    const hasTexts = TEXTS.every((name) => typeof event[name] === 'string') && TIME.test(event.time);
    const hasLink = Number.isSafeInteger(event.revision) && event.revision > 0 && HASH.test(event.prevhash);
    return isEvent && hasTexts && hasLink ? event : undefined;
  } catch {
    return undefined;
  }
}

const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const admin = kafka.admin();
await admin.connect();
const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
await admin.disconnect();
// The rule alone says what counts: records of a transaction too, whether it is open, committed or aborted.
const consumer = kafka.consumer({ groupId: `raw-reader-${randomUUID()}`, readUncommitted: true });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
const next = topics[0].partitions.map(() => 0);
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ partition, message }) => {
    const offset = Number(message.offset);
    if (offset < next[partition]) return; // Kafka delivers at least once.
    next[partition] = offset + 1;
    const event = accepted(partition, next.length, message.key?.toString() ?? '', message.value);
    if (event !== undefined) console.log(JSON.stringify({ partition, offset, ...event }));
  },
});
