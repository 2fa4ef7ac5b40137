import { reasonOf } from '#basics';
import { Kafka, logLevel, type Producer, type ProducerConfig } from 'kafkajs';

import { LogUnreachable } from '../rule/errors';
import { within } from '../within';
import { denialIn } from './denied';
import { readAsBrokersStore } from './kafka-fetch';
import { restWhereNothingWaits } from './kafka-request-queue';
import { keyedPartitioner } from './partitioner';
import { type Brokers, securityOptions } from './security';

/** One way to reach the brokers for everything in this room. */
export function kafkaOf({ brokers, security, clientId }: Brokers & { clientId: string }): Kafka {
  readAsBrokersStore();
  restWhereNothingWaits();
  return new Kafka({
    brokers,
    clientId,
    logLevel: logLevel.NOTHING,
    ...(security === undefined ? {} : securityOptions(security)),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    enforceRequestTimeout: true,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
  });
}

/** A producer that makes no topic by itself and puts records where Kafka's Java clients put them. */
export function producerOf(kafka: Kafka, besides: ProducerConfig = {}): Producer {
  return kafka.producer({ allowAutoTopicCreation: false, createPartitioner: keyedPartitioner, ...besides });
}

interface Client {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Connects all of them, or none: where one is not answered in time, the error that is made of it is thrown. */
export async function connectAll(
  clients: readonly Client[],
  place: Brokers,
  failure: (error: unknown) => Error,
): Promise<void> {
  try {
    await within(Promise.all(clients.map((client) => client.connect())), 'connecting');
  } catch (error) {
    void Promise.allSettled(clients.map((client) => client.disconnect()));
    throw (await denialIn(error, place)) ?? failure(error);
  }
}

/** What is thrown where the brokers were known to answer a moment before, so that how to reach them is no question. */
export function unanswered(error: unknown): LogUnreachable {
  return new LogUnreachable(`No Kafka broker answered: ${reasonOf(error)}`);
}

/** The sentence for whoever starts a ledger without its brokers. */
export function noBroker(brokers: readonly string[], error: unknown): LogUnreachable {
  const why = reasonOf(error);
  return new LogUnreachable(
    `No Kafka broker answered at ${brokers.join(', ')} (${why}): start it, or set KAFKA_BROKERS to one that runs.`,
  );
}

/** Throws LogUnreachable, with what to do, where none of these brokers answers. */
export async function requireBroker(place: Brokers): Promise<void> {
  const admin = kafkaOf({ ...place, clientId: 'ledger-start' }).admin();
  try {
    await within(admin.connect(), 'connecting');
  } catch (error) {
    throw (await denialIn(error, place)) ?? noBroker(place.brokers, error);
  } finally {
    void admin.disconnect().catch(() => undefined);
  }
}
