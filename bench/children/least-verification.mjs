// What no verification of a topic can leave out: each record is read with kafkajs, hashed with SHA-256 and parsed as JSON, in as many
// threads as verify takes. Nothing is judged.
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import { serve } from '../support/child.mjs';
import { compiled } from '../support/servers.mjs';

const { describeTopic, readTopic } = compiled('libs/log/src/index.js');

/** Milliseconds from asking for the topic to the last record. */
async function read({ brokers, topicPrefix, records }) {
  const begun = performance.now();
  const topic = await describeTopic({ brokers, prefix: topicPrefix });
  const shares = Array.from(
    { length: Math.min(availableParallelism(), topic.partitions.length) },
    () => /** @type {number[]} */ ([]),
  );
  topic.partitions.forEach((_, partition) => shares[partition % shares.length].push(partition));
  const counts = await Promise.all(shares.map((chosen) => inThread({ topic, chosen })));
  const milliseconds = performance.now() - begun;
  const seen = counts.reduce((sum, count) => sum + count, 0);
  if (seen !== records) throw new Error(`${seen} of ${records} records were read`);
  return milliseconds;
}

async function inThread(share) {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: share,
    resourceLimits: { maxYoungGenerationSizeMb: 192 },
  });
  try {
    return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  } finally {
    await worker.terminate();
  }
}

async function readShare({ topic, chosen }) {
  let seen = 0;
  await readTopic(topic, chosen, (_, records) => {
    for (const { value } of records) {
      const isRecord = hash('sha256', value) !== '' && isUtf8(value) && JSON.parse(value.latin1Slice()).revision > 0;
      if (isRecord) seen += 1;
    }
  });
  return seen;
}

if (isMainThread) serve({ read });
else parentPort?.postMessage(await readShare(workerData));
