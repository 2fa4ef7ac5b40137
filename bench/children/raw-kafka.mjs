// The peer of everything that goes through Kafka: kafkajs and nothing else, with the bytes of the ledger's own records.
import { performance } from 'node:perf_hooks';

import { Kafka, logLevel, Partitioners } from 'kafkajs';

import { serve } from '../support/child.mjs';
import { measure } from '../support/load.mjs';

let kafka;
let topic;
let producer;
let messages = [];
let next = 0;

/** Reads some of the ledger's records, to send their bytes again. */
async function open({ brokers, topic: own, sampleOf, samples }) {
  topic = own;
  kafka = new Kafka({ brokers, clientId: 'bench-raw', logLevel: logLevel.NOTHING });
  messages = await sample(sampleOf, samples);
  producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return messages.reduce((sum, { value }) => sum + value.length, 0) / messages.length;
}

async function sample(from, count) {
  const consumer = consumerOf();
  await consumer.connect();
  await consumer.subscribe({ topic: from, fromBeginning: true });
  const found = [];
  await new Promise((/** @type {(done?: void) => void} */ resolve, reject) => {
    const eachMessage = async ({ message: { key, value } }) => {
      // The log's opening record is like no other.
      if (key.toString() !== 'ledger') found.push({ key, value });
      if (found.length >= count) resolve();
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return found.slice(0, count);
}

const consumerOf = () => kafka.consumer({ groupId: `bench-${process.pid}-${performance.now()}`, maxWaitTimeInMs: 500 });

const nextMessages = (count) => Array.from({ length: count }, () => messages[next++ % messages.length]);

const produce = ({ batch, ...load }) =>
  measure({
    ...load,
    commandsEach: batch,
    send: () => producer.send({ topic, acks: -1, messages: nextMessages(batch) }),
  });

/** Sends one record at a time and waits until it is read back. */
async function roundTrip(load) {
  const consumer = consumerOf();
  const waiting = new Map();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  const eachBatch = async ({ batch }) => {
    for (const { offset } of batch.messages) {
      const place = `${batch.partition}:${offset}`;
      waiting.get(place)?.();
      waiting.set(place, undefined);
    }
  };
  await consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 6, eachBatch });
  await joined;
  // The first fetches stand at the end of the log only after a moment.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const send = async () => {
    const [{ partition, baseOffset }] = await producer.send({ topic, acks: -1, messages: nextMessages(1) });
    const place = `${partition}:${baseOffset}`;
    // It may have been read back before it was acknowledged.
    if (!waiting.has(place)) await new Promise((resolve) => waiting.set(place, resolve));
    waiting.delete(place);
  };
  const result = await measure({ ...load, send });
  await consumer.disconnect();
  return result;
}

/** Everything from connecting to the last record, with a handler that looks at none: the most that kafkajs can do, at its own settings. */
async function consume({ topic: from, ends }) {
  const begun = performance.now();
  const consumer = consumerOf();
  await consumer.connect();
  await consumer.subscribe({ topic: from, fromBeginning: true });
  const open = new Set(ends.flatMap((end, partition) => (end > 0 ? [partition] : [])));
  await new Promise((/** @type {(done?: void) => void} */ resolve, reject) => {
    const eachBatch = async ({ batch }) => {
      if (Number(batch.lastOffset()) + 1 >= ends[batch.partition]) open.delete(batch.partition);
      if (open.size === 0) resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  const milliseconds = performance.now() - begun;
  await consumer.disconnect();
  return milliseconds;
}

serve({ open, produce, roundTrip, consume });
