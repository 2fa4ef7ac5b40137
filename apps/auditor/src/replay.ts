import { type AsOf, type LedgerEvent, streamOf } from '#domain';
import type { KafkaSecurity } from '#basics';
import {
  type AcceptedRecord,
  describeTopic,
  type ExportedRecord,
  type Fault,
  partitionOf,
  type PartitionReport,
  PartitionVerifier,
  readTopic,
  verifyRecords,
} from '#log';
import { ConfigError } from '#platform';
import { type Measure, profileOf, type ReportInput, reportOf } from '#report';
import { eventOf, loadChart } from '#wire';

import { countAsOf, type Recorded } from './as-of';
import { BudgetCheck } from './budget-check';
import { foldedBudget } from './folded-budget';

interface ReplayedLog {
  brokers: string[];
  security?: KafkaSecurity | undefined;
  prefix: string;
}

/** Where the records come from: a topic, or the lines of an export. */
export type ReplaySource = ReplayedLog | { exported: readonly ExportedRecord[] };

export interface ReplayQuestion {
  ledgerId: string;
  division: string;
  department: string;
  /** One unit of the department; without it the question is about the department. */
  unit?: string;
  year: number;
  asOf: AsOf | undefined;
  /** Leaves out what takes effect later, whenever it was recorded. */
  effectiveOn: string | undefined;
  measure: Measure;
  chartFiles: readonly string[];
}

export interface Replayed {
  /** The record that the answer stands on. */
  standing: Recorded & { stream: string };
  input: ReportInput;
}

/** A log that is not what it must be has no tables to show. */
export class LogAltered extends Error {
  override readonly name = 'LogAltered';
  constructor(readonly fault: Fault) {
    super(fault.why.en);
  }
}

type Entry = Recorded & { event: LedgerEvent };

/** Folds a department's stream up to where it is asked for. Throws ConfigError, LogUnreachable, and LogAltered where the chain is broken. */
export async function replay(source: ReplaySource, question: ReplayQuestion): Promise<Replayed> {
  const stream = streamOf(question);
  const entries: Entry[] = [];
  const budgets = new BudgetCheck();
  const judge = (record: AcceptedRecord): ReturnType<BudgetCheck['judge']> => {
    if (record.stream !== stream) return undefined;
    const wrong = budgets.judge(record);
    if (wrong === undefined) entries.push(entryOf(record));
    return wrong;
  };
  const report =
    'exported' in source
      ? verifyRecords(source.exported, { ledgerId: question.ledgerId, anchors: [], judge })
      : await readPartition(source, question.ledgerId, stream, judge);
  // Another department's damage says nothing about this one; damage of the partition does.
  const fault = report.faults.find((found) => found.stream === undefined || found.stream === stream);
  if (fault !== undefined) throw new LogAltered(fault);
  const ends = new Map('exported' in source ? [] : [[report.partition, report.end.nextOffset]]);
  const counted = entries.slice(0, countAsOf(entries, question.asOf, ends));
  return { standing: standingOf(stream, counted), input: inputOf(counted, question) };
}

async function readPartition(
  source: ReplayedLog,
  ledgerId: string,
  stream: string,
  judge: (record: AcceptedRecord) => ReturnType<BudgetCheck['judge']>,
): Promise<PartitionReport> {
  const topic = await describeTopic(source);
  const partitions = topic.partitions.length;
  const partition = partitionOf(stream, partitions);
  const place = { ledgerId, partition, partitions, topic: topic.topic, withOpening: true };
  const verifier = new PartitionVerifier({ ...place, anchors: [], ends: [], judge });
  await readTopic(topic, [partition], (_, records) => verifier.readAll(records));
  return verifier.finish();
}

function entryOf({ envelope, hash, partition, offset }: AcceptedRecord): Entry {
  const { revision, time } = envelope;
  return { revision, hash, time, partition, offset, event: eventOf(envelope) };
}

function standingOf(stream: string, counted: readonly Entry[]): Replayed['standing'] {
  const last = counted.at(-1);
  if (last === undefined) {
    throw new ConfigError(`当时 ${stream} 还没有任何记录。 Nothing had been recorded of ${stream} by then.`);
  }
  const { event: _event, ...standing } = last;
  return { stream, ...standing };
}

function inputOf(counted: readonly Entry[], question: ReplayQuestion): ReportInput {
  const { division, department, unit, year, effectiveOn, measure, chartFiles } = question;
  const place = { division, department, ...(unit === undefined ? {} : { unit }) };
  const name = unit ?? streamOf({ division, department });
  const events = counted.map(({ event }) => event);
  const known = foldedBudget(place, events, effectiveOn);
  if (known.units.length === 0) {
    throw new ConfigError(`当时 ${name} 没有登记单位。 No unit of ${name} had been registered by then.`);
  }
  if (!known.years.has(year)) {
    throw new ConfigError(`当时 ${name} 没有 ${year} 年的记录。 ${name} had no event of ${year} by then.`);
  }
  const made = { chart: loadChart(chartFiles), measure, profile: profileOf(place) };
  return reportOf({ reading: known, fiscalYear: year }, made).current;
}
