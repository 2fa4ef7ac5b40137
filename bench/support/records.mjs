// Records as a ledger would write them, made without a ledger: decided, chained, and appended in large batches.
import { createHash } from 'node:crypto';

import { compiled } from './servers.mjs';

export const LEDGER_ID = 'budget-ledger';
const BATCH_BYTES = 1024 * 1024;
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const domain = compiled('libs/domain/src/index.js');
const { KafkaLog, partitionOf } = compiled('libs/log/src/index.js');
const wire = compiled('libs/wire/src/index.js');

export const deciderWith = (chart) => ({
  initial: domain.emptyState,
  decide: (state, command) => domain.decide(state, command, { chart }),
  evolve: domain.evolve,
  read: wire.eventOf,
  refusalOf: (event) => (event.type === 'command.refused.v1' ? event.data.refusal : undefined),
  isLarge: () => false,
});
export const decider = deciderWith(wire.loadChart([]));

/** @param {Record<string, any>} place `brokers` and `topicPrefix`. */
export const openLog = ({ brokers, topicPrefix }) =>
  KafkaLog.open({ brokers, ledgerId: LEDGER_ID, clientId: 'bench', prefix: topicPrefix, create: true });

export function newStream(key, partitions) {
  const hash = sha256(LEDGER_ID + key);
  return { key, partition: partitionOf(key, partitions), state: domain.emptyState, revision: 0, hash };
}

/** The next record of a stream, as a ledger would write it; the stream then has its event. */
export function recordOf(stream, command, time, { decide } = decider) {
  const event = decide(stream.state, command);
  stream.event = event;
  stream.state = domain.evolve(stream.state, event);
  stream.revision += 1;
  const envelope = {
    specversion: '1.0',
    id: `${stream.key}@${stream.revision}`,
    type: event.type,
    source: `urn:budget-ledger:${LEDGER_ID}`,
    subject: stream.key,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    revision: stream.revision,
    prevhash: stream.hash,
    commandid: command.commandId,
    commandhash: sha256(command.commandId),
    actor: '上饶市财政局',
    correlationid: command.commandId,
    data: event.data,
  };
  const value = Buffer.from(JSON.stringify(envelope));
  stream.hash = sha256(value);
  return value;
}

/** Appends records of many streams, each stream's in order, a portion of every partition at a time. */
export class BatchAppender {
  #log;
  #pending;
  records = 0;
  bytes = 0;

  constructor(log) {
    this.#log = log;
    this.#pending = Array.from({ length: log.partitions }, () => ({ records: /** @type {object[]} */ ([]), bytes: 0 }));
  }

  async add({ key, partition }, value) {
    const batch = this.#pending[partition];
    batch.records.push({ key, value });
    batch.bytes += value.length;
    this.records += 1;
    this.bytes += value.length;
    if (batch.bytes > BATCH_BYTES) await this.#flush(partition);
  }

  async finish() {
    for (let partition = 0; partition < this.#log.partitions; partition += 1) await this.#flush(partition);
  }

  async #flush(partition) {
    const { records } = this.#pending[partition];
    this.#pending[partition] = { records: [], bytes: 0 };
    if (records.length > 0) await this.#log.append(partition, records);
  }
}

/** Bytes that are kept when all garbage is gone; needs a process that was started with --expose-gc. */
export function keptMiB() {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 ** 2;
}
