import type { Kafka, Producer, ProducerConfig } from 'kafkajs';

import { reasonOf } from '../reason';
import { LogUnreachable } from '../rule/errors';
import { within } from '../within';
import { keyedPartitioner } from './partitioner';

/** A producer that makes no topic by itself and puts records where Kafka's Java clients put them. */
export function producerOf(kafka: Kafka, besides: ProducerConfig = {}): Producer {
  return kafka.producer({ allowAutoTopicCreation: false, createPartitioner: keyedPartitioner, ...besides });
}

interface Client {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Connects all of them, or none: where one is not answered in time, the error that is made of it is thrown. */
export async function connectAll(clients: readonly Client[], failure: (error: unknown) => Error): Promise<void> {
  try {
    await within(Promise.all(clients.map((client) => client.connect())), 'connecting');
  } catch (error) {
    void Promise.allSettled(clients.map((client) => client.disconnect()));
    throw failure(error);
  }
}

/** What is thrown where the brokers were known to answer a moment before, so that how to reach them is no question. */
export function unanswered(error: unknown): LogUnreachable {
  return new LogUnreachable(`No Kafka broker answered: ${reasonOf(error)}`);
}
