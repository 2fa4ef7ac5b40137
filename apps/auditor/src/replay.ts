import {
  applyEffect,
  departmentOf,
  effectsOf,
  emptyState,
  evolve,
  type LedgerEvent,
  type Line,
  lineKeyOf,
  type State,
  streamOf,
  unitYearOf,
} from '#domain';
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
import type { AsOf } from '#read-model';
import type { Measure, ReportInput } from '#report';
import { eventOf, loadChart } from '#wire';

import { countAsOf, type Recorded } from './as-of';
import { BudgetCheck } from './budget-check';

/** Where the records come from: a topic, or the lines of an export. */
export type ReplaySource = { brokers: string[]; prefix: string } | { exported: readonly ExportedRecord[] };

export interface ReplayQuestion {
  ledgerId: string;
  division: string;
  unit: string;
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

/** Folds a unit's stream up to where it is asked for. Throws ConfigError, LogUnreachable, and LogAltered where the chain is broken. */
export async function replay(source: ReplaySource, question: ReplayQuestion): Promise<Replayed> {
  const stream = streamOf({ division: question.division, department: departmentOf(question.unit) });
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
  source: { brokers: string[]; prefix: string },
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
  const { division, unit: code, year, effectiveOn, measure, chartFiles } = question;
  const events = counted.map(({ event }) => event);
  // A unit is called what its newest record calls it; only what it has depends on effective dates.
  const state = events.filter((event) => isInEffect(event, effectiveOn)).reduce<State>(evolve, emptyState);
  const unit = state.units.get(code);
  if (unit === undefined) {
    throw new ConfigError(`当时单位 ${code} 尚未登记。 Unit ${code} had not been registered by then.`);
  }
  const lines = linesOf(events, code, year, effectiveOn);
  const { targets, texts } = unitYearOf(state, year, code);
  if (lines.length === 0 && targets.size === 0 && texts.size === 0) {
    throw new ConfigError(`当时单位 ${code} 没有 ${year} 年的记录。 Unit ${code} had no event of ${year} by then.`);
  }
  const { name, departmentName, staffing } = unit;
  const department = departmentOf(code);
  const reported = { division, department, departmentName, code, name };
  // A unit that is all of its department publishes as the department does.
  const alone = [...(state.years.get(year)?.keys() ?? [])].every((other) => other === code);
  return {
    subject: { level: alone ? 'department' : 'unit', code, name },
    fiscalYear: year,
    units: [{ unit: { ...reported, ...(staffing === undefined ? {} : { staffing }) }, lines, targets, texts }],
    chart: loadChart(chartFiles),
    measure,
  };
}

/** Targets and texts stand from their effective date on; what is posted is judged posting by posting in `linesOf`. */
function isInEffect(event: LedgerEvent, effectiveOn: string | undefined): boolean {
  if (effectiveOn === undefined) return true;
  const stands = event.type === 'performance-targets.set.v1' || event.type === 'publication-text.set.v1';
  return !stands || event.data.effectiveDate <= effectiveOn;
}

/** The lines from their postings, in the order of their keys, as the ledger's own tables have them. */
function linesOf(events: readonly LedgerEvent[], unit: string, year: number, effectiveOn: string | undefined): Line[] {
  const lines = new Map<string, Line>();
  for (const effect of events.flatMap(effectsOf)) {
    if (effect.line.unit !== unit || effect.fiscalYear !== year) continue;
    if (effectiveOn !== undefined && effect.effectiveDate > effectiveOn) continue;
    const key = lineKeyOf(effect.line);
    lines.set(key, applyEffect(lines.get(key), effect));
  }
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}
