import { readFileSync, writeFileSync } from 'node:fs';

import { reasonOf } from '#basics';
import { type Anchor, anchorsIn, type PartitionEnd, type PartitionReport } from '#log';
import { ConfigError } from '#platform';

/**
 * Reads receipts: answers of the ledger's HTTP interface, or the heads that an earlier verification wrote. One JSON value a line, or
 * one in the whole file.
 */
export function readAnchors(file: string): { anchors: Anchor[]; ends: PartitionEnd[] } {
  const text = readText(file);
  const found = anchorsIn(whole(text) ?? text.split('\n').map((line, index) => valueOf(line, file, index + 1)));
  if (found.anchors.length + found.ends.length === 0) {
    throw new ConfigError(
      `${file} 中没有回执（stream、revision、hash）。 ${file} holds no receipt (stream, revision, hash).`,
    );
  }
  return found;
}

/** Writes the heads and how far each partition reached. Kept elsewhere, they prove the last records and the tail. */
export function writeAnchors(file: string, reports: readonly PartitionReport[]): void {
  const values = reports.flatMap(({ heads, end }) => [...heads, end]);
  writeFileSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

function whole(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueOf(line: string, file: string, number: number): unknown {
  if (line.trim() === '') return undefined;
  try {
    return JSON.parse(line);
  } catch {
    throw new ConfigError(`${file} 第 ${number} 行不是 JSON。 Line ${number} of ${file} is not JSON.`);
  }
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`无法读取 Cannot read ${file}: ${reasonOf(error)}`);
  }
}
