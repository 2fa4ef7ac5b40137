import {
  type Anchor,
  type PartitionEnd,
  partitionOf,
  type PartitionReport,
  PartitionVerifier,
  readTopic,
  type TopicToRead,
} from '#log';

import { BudgetCheck } from './budget-check';

/** Some partitions to be verified, as it is handed to a thread. */
export interface VerifyTask {
  topic: TopicToRead;
  ledgerId: string;
  chosen: number[];
  /** Of the chosen partitions only. */
  anchors: Anchor[];
  ends: PartitionEnd[];
}

/**
 * Reads the chosen partitions to their ends and judges every record. The first reading is a quick one; partitions in which it finds a
 * fault are read again in full, and what that comes to is what counts.
 */
export async function verifyPartitions(task: VerifyTask): Promise<PartitionReport[]> {
  const reports = await readThrough(task, task.chosen, true);
  const wrong = reports.filter(({ faults }) => faults.length > 0).map(({ partition }) => partition);
  const full = await readThrough(task, wrong, false);
  return reports.map((report) => full.find(({ partition }) => partition === report.partition) ?? report);
}

async function readThrough(
  { topic, ledgerId, anchors, ends }: VerifyTask,
  chosen: readonly number[],
  quick: boolean,
): Promise<PartitionReport[]> {
  const budgets = new BudgetCheck();
  const verifiers = new Map(
    chosen.map((partition) => [
      partition,
      new PartitionVerifier({
        ledgerId,
        partition,
        partitions: topic.partitions.length,
        topic: topic.topic,
        withOpening: true,
        quick,
        anchors: anchors.filter(({ stream }) => partitionOf(stream, topic.partitions.length) === partition),
        ends: ends.filter((end) => end.partition === partition),
        judge: (record) => budgets.judge(record),
      }),
    ]),
  );
  await readTopic(topic, chosen, (partition, records) => verifiers.get(partition)?.readAll(records));
  return [...verifiers.values()].map((verifier) => verifier.finish());
}
