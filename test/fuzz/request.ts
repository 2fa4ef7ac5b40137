import type { Forgery } from '../support/foreign-producer';
import type { Caller } from './callers';

/** What is sent, as the tables name it. */
export const KINDS = {
  'valid command': 24,
  'command of the schema': 8,
  'dry run': 4,
  batch: 2,
  'mutated command': 14,
  'broken body': 9,
  'broken connection': 3,
  read: 12,
  'hostile read': 12,
  subscription: 1,
  'command by Kafka': 5,
  'hostile message by Kafka': 3,
  'forged event: junk': 1,
  'forged event: void': 1,
  'forged event: well chained': 1,
  'forged table or answer': 1,
} as const;
export type Kind = keyof typeof KINDS;

export interface HttpRequest {
  over: 'http';
  service: 'ledger' | 'query';
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  body?: Buffer;
  /** An answer that never ends is left after its head. */
  isEndless?: boolean;
  /** Longer than usual where waiting is what was asked for. */
  patienceMs?: number;
}

/** Bytes that no HTTP client would send; then the sender has nothing more to say. */
export interface SocketRequest {
  over: 'socket';
  service: 'ledger' | 'query';
  bytes: Buffer;
}

export interface KafkaRequest extends Forgery {
  over: 'kafka';
}

export type Request = HttpRequest | SocketRequest | KafkaRequest;

/** A request and its number, by which it can be made again. */
export interface Planned {
  n: number;
  kind: Kind;
  /** Who sends it; what goes through Kafka is signed by one who may everything, or by nobody. */
  caller: Caller;
  request: Request;
}

const SHOWN = 600;

/** What was sent, in words that stay readable. */
export function wordsOf(request: Request): string {
  switch (request.over) {
    case 'http': {
      const { service, method, path, headers, body } = request;
      const told = body === undefined ? '' : `\n${textOf(body)}`;
      return `${service}: ${method} ${cut(path)} ${cut(JSON.stringify(headers))}${told}`;
    }
    case 'socket':
      return `${request.service}: ${textOf(request.bytes)}`;
    case 'kafka': {
      const { topic, records, codec, fate } = request;
      const each = records.map(
        ({ key, value, partition }) =>
          `  ${partition} ${textOf(key)} (${value?.length ?? 'no'} bytes) ${textOf(value)}`,
      );
      return `budget.${topic}, ${codec}, ${fate}:\n${each.join('\n')}`;
    }
  }
}

function textOf(bytes: Buffer | null): string {
  return bytes === null ? 'null' : cut(bytes.subarray(0, SHOWN * 3).toString('utf8'));
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length})` : text;
}
