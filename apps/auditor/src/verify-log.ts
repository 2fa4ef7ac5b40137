import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { KafkaSecurity } from '#basics';
import {
  type Anchor,
  describeTopic,
  type Fault,
  inOrder,
  LogUnreachable,
  openingPartition,
  type PartitionEnd,
  partitionOf,
  type PartitionReport,
  type TopicToRead,
} from '#log';

import { verifyPartitions, type VerifyTask } from './verify-partitions';
import type { WorkerAnswer } from './verify-worker';

export interface VerifySettings {
  brokers: string[];
  security?: KafkaSecurity | undefined;
  prefix: string;
  ledgerId: string;
  anchors: readonly Anchor[];
  ends: readonly PartitionEnd[];
  /** How many threads share the work; a small log is read faster by none. */
  threads?: number;
}

export interface LogReport {
  topic: string;
  ledgerId: string;
  partitions: PartitionReport[];
  /** By place; empty where the log is what it must be. */
  faults: Fault[];
  /** How many receipts and ends were held against the log. */
  anchors: number;
  notice?: string;
}

/** Below this a thread costs more than it saves. */
const SMALL = 20_000;
const YOUNG_GENERATION_MIB = 192;

/** Verifies the whole log as it stands at the call, from Kafka alone. Throws LogUnreachable. */
export async function verifyLog(settings: VerifySettings): Promise<LogReport> {
  const { ledgerId, anchors, ends } = settings;
  const topic = await describeTopic(settings);
  const tasks = tasksOf(topic, settings);
  const reports = (await Promise.all(tasks.length === 1 ? tasks.map(verifyPartitions) : tasks.map(inThread))).flat();
  reports.sort((a, b) => a.partition - b.partition);
  const faults = [...faultsOfTopic(topic, ends), ...inOrder(reports.flatMap((report) => report.faults))];
  const notice = topic.notice === undefined ? {} : { notice: topic.notice };
  return {
    topic: topic.topic,
    ledgerId,
    partitions: reports,
    faults,
    anchors: anchors.length + ends.length,
    ...notice,
  };
}

/** What is wrong with the topic before a record is read. */
function faultsOfTopic({ topic, partitions }: TopicToRead, ends: readonly PartitionEnd[]): Fault[] {
  const faults: Fault[] = [];
  const opening = openingPartition(partitions.length);
  if (partitions[opening]?.end === 0) {
    const why = { zh: `${topic} 没有开账记录`, en: `${topic} does not hold the record that opens a log` };
    faults.push({ partition: opening, offset: 0, why });
  }
  partitions.forEach(({ start, end }, partition) => {
    if (start === 0 || start < end) return;
    const why = { zh: `偏移 ${start} 以前的记录已被删除`, en: `the records up to offset ${start} were deleted` };
    faults.push({ partition, offset: 0, why });
  });
  for (const { partition, nextOffset } of ends) {
    if (partition < partitions.length || nextOffset === 0) continue;
    const why = { zh: '锚点文件中的分区不存在', en: 'the anchors know this partition, and the topic does not have it' };
    faults.push({ partition, offset: 0, why });
  }
  return faults;
}

/** Deals the partitions out, the largest first, so that the threads end at about the same time. */
function tasksOf(topic: TopicToRead, { ledgerId, anchors, ends, threads }: VerifySettings): VerifyTask[] {
  const records = topic.partitions.reduce((sum, { end }) => sum + end, 0);
  const wanted = threads ?? (records < SMALL ? 1 : availableParallelism());
  const count = Math.max(1, Math.min(wanted, topic.partitions.length));
  const shares = Array.from({ length: count }, () => ({ chosen: [] as number[], records: 0 }));
  const bySize = topic.partitions.map(({ end }, partition) => ({ partition, end })).sort((a, b) => b.end - a.end);
  for (const { partition, end } of bySize) {
    const least = shares.reduce((a, b) => (b.records < a.records ? b : a));
    least.chosen.push(partition);
    least.records += end;
  }
  return shares.map(({ chosen }) => ({
    topic,
    ledgerId,
    chosen,
    anchors: anchors.filter(({ stream }) => chosen.includes(partitionOf(stream, topic.partitions.length))),
    ends: ends.filter(({ partition }) => chosen.includes(partition)),
  }));
}

async function inThread(task: VerifyTask): Promise<PartitionReport[]> {
  const worker = new Worker(join(__dirname, 'verify-worker.js'), {
    workerData: task,
    // Whole batches live through several collections of a small young generation, which copies them each time.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
  });
  try {
    const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`a thread of the verification ended with code ${code}`)));
    });
    if ('reports' in answer) return answer.reports;
    const { name, message } = answer.failure;
    throw name === 'LogUnreachable' ? new LogUnreachable(message) : new Error(message);
  } finally {
    await worker.terminate();
  }
}
