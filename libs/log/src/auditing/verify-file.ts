import { reasonOf } from '#basics';
import { hashOf, parseEnvelope } from '../rule/envelope';
import type { AcceptedRecord, LogRecord } from '../rule/fold';
import { OPENING_STREAM } from '../rule/opening';
import { PartitionVerifier } from './verify';
import type { Anchor } from './verify-anchors';
import type { Fault, PartitionReport, Words } from './verify-report';

/** One record outside of its topic, with what the log said of it when it was exported. */
export interface ExportedRecord extends LogRecord {
  accepted: boolean;
  sha256: string;
}

/** A line that is no exported record; the message names the line. */
export class ExportFileError extends Error {
  override readonly name = 'ExportFileError';
}

/** One line of an export. Bytes that are text stand as text, so that a person can read them; others stand in base64. */
export function lineOfRecord({ partition, offset, key, value }: LogRecord, accepted: boolean): string {
  const record = {
    partition,
    offset,
    ...bytesAs('key', key),
    ...bytesAs('value', value),
    sha256: hashOf(value ?? ''),
    accepted,
  };
  return JSON.stringify(record);
}

function bytesAs(name: 'key' | 'value', bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? { [name]: text } : { [`${name}Base64`]: bytes.toString('base64') };
}

/** Reads an export. Throws ExportFileError. */
export function recordsOfExport(text: string): ExportedRecord[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [recordOfLine(JSON.parse(line) as Record<string, unknown>)];
    } catch (error) {
      const why = reasonOf(error);
      throw new ExportFileError(`第 ${index + 1} 行不是导出的记录 Line ${index + 1} is no exported record: ${why}`);
    }
  });
}

function recordOfLine(fields: Record<string, unknown>): ExportedRecord {
  const { partition, offset, sha256, accepted } = fields;
  if (!Number.isSafeInteger(partition) || !Number.isSafeInteger(offset))
    throw new Error('partition or offset is missing');
  if (typeof sha256 !== 'string' || typeof accepted !== 'boolean') throw new Error('sha256 or accepted is missing');
  return {
    partition: partition as number,
    offset: offset as number,
    key: bytesOf(fields, 'key'),
    value: bytesOf(fields, 'value'),
    sha256,
    accepted,
  };
}

function bytesOf(fields: Record<string, unknown>, name: 'key' | 'value'): Buffer | null {
  const text = fields[name];
  const base64 = fields[`${name}Base64`];
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  if (typeof text === 'string') return Buffer.from(text, 'utf8');
  if (text === null) return null;
  throw new Error(`${name} is missing`);
}

export interface FileVerification {
  ledgerId: string;
  anchors: readonly Anchor[];
  judge: (record: AcceptedRecord) => Words | undefined;
}

/**
 * Verifies an export without its topic. Offsets of other streams lie between its own, so what must be dense are the revisions; and what
 * the export says of each record, its hash and whether it counts, must be what the rule says again.
 */
export function verifyRecords(
  records: readonly ExportedRecord[],
  { ledgerId, anchors, judge }: FileVerification,
): PartitionReport {
  const streams = new Set(records.map(({ key }) => key?.toString('utf8') ?? ''));
  const positions: ExportedRecord[] = [];
  const verifier = new PartitionVerifier({
    ledgerId,
    partition: 0,
    partitions: 1,
    topic: 'export',
    withOpening: false,
    // Receipts of other departments cannot be asked of this file.
    anchors: anchors.filter(({ stream }) => streams.has(stream)),
    ends: [],
    judge: (record) => judge({ ...record, ...positionAt(positions, record.offset) }),
    positionOf: (offset) => positionAt(positions, offset),
  });
  const faults: Fault[] = [];
  const last = new Map<string, ExportedRecord>();
  for (const record of records) {
    const offset = positions.push(record) - 1;
    const reading = verifier.read({ ...record, partition: 0, offset });
    const stream = record.key?.toString('utf8') ?? '';
    const wrong = wrongInLine(record, reading?.kind === 'accepted', last.get(stream));
    last.set(stream, record);
    if (wrong !== undefined) faults.push({ ...positionAt(positions, offset), ...subjectOf(record), why: wrong });
  }
  const report = verifier.finish();
  return { ...report, partition: records[0]?.partition ?? 0, faults: inOrder([...report.faults, ...faults]) };
}

function wrongInLine(record: ExportedRecord, accepted: boolean, before: ExportedRecord | undefined): Words | undefined {
  const hash = hashOf(record.value ?? '');
  if (hash !== record.sha256) {
    return {
      zh: `内容的哈希为 ${hash}，文件写的是 ${record.sha256}`,
      en: `its bytes hash to ${hash}, the file says ${record.sha256}`,
    };
  }
  if (record.accepted !== accepted) {
    const [was, is] = record.accepted ? ['accepted', 'void'] : ['void', 'accepted'];
    return {
      zh: `文件标为${record.accepted ? '有效' : '无效'}，按规则却${accepted ? '有效' : '无效'}`,
      en: `the file calls it ${was}, by the rule it is ${is}`,
    };
  }
  if (before === undefined) return undefined;
  if (before.partition === record.partition && before.offset < record.offset) return undefined;
  return {
    zh: `位置 ${record.partition}:${record.offset} 不在前一条 ${before.partition}:${before.offset} 之后：记录被重复或调换`,
    en: `it does not stand behind ${before.partition}:${before.offset}, the one before it: records were doubled or swapped`,
  };
}

function positionAt(records: readonly ExportedRecord[], index: number): { partition: number; offset: number } {
  const { partition, offset } = records[index] ?? {
    partition: records[0]?.partition ?? 0,
    offset: (records.at(-1)?.offset ?? -1) + 1,
  };
  return { partition, offset };
}

function subjectOf({ key, value }: ExportedRecord): { stream?: string; revision?: number } {
  const envelope = parseEnvelope(value);
  const stream = key?.toString('utf8');
  return {
    ...(stream === undefined || stream === OPENING_STREAM ? {} : { stream }),
    ...(typeof envelope === 'string' ? {} : { revision: envelope.revision }),
  };
}

/** By position, so that the first one is where reading goes wrong first. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  return [...faults].sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}
