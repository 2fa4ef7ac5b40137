import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';

/**
 * A record's value: CloudEvents 1.0 in structured JSON mode, with the extensions that the log's rule needs. The stored bytes are
 * what is hashed; nothing is ever serialised again to check a hash. This format never changes; what changes is `type` and `data`.
 */
export interface Envelope {
  specversion: '1.0';
  /** `stream@revision`: unique among accepted records, because a revision is accepted once. */
  id: string;
  /** The event's type with its version, such as `budget.allocated.v1`. */
  type: string;
  /** `urn:budget-ledger:` and the ledger's id. */
  source: string;
  /** The stream, which is also the record's key. */
  subject: string;
  /** When the ledger recorded it (RFC 3339, UTC, milliseconds); never earlier than the record before it in its stream. */
  time: string;
  datacontenttype: 'application/json';
  /** The revision of its stream that this record makes: the head's plus one, or it does not count. */
  revision: number;
  /** The hash of the record before it in its stream, or the stream's first hash. Lowercase hex. */
  prevhash: string;
  commandid: string;
  /** SHA-256 of the command's canonical body, so that another body under the same id is seen. */
  commandhash: string;
  actor: string;
  correlationid: string;
  data: unknown;
}

/** SHA-256 in lowercase hex. */
export function hashOf(bytes: Buffer | string): string {
  return hash('sha256', bytes);
}

/** What the first record of a stream names as its predecessor. */
export function firstHash(ledgerId: string, stream: string): string {
  return hashOf(ledgerId + stream);
}

export function sourceOf(ledgerId: string): string {
  return `urn:budget-ledger:${ledgerId}`;
}

const HASH = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const TEXT_FIELDS = [
  'id',
  'type',
  'source',
  'subject',
  'time',
  'commandid',
  'commandhash',
  'actor',
  'correlationid',
] as const;
const ASCII = /^[\0-\x7f]*$/;

/** Reads a record's value; a string says why it is no envelope. */
export function parseEnvelope(value: Buffer | null): Envelope | string {
  if (value === null) return 'the record has no value';
  // Readers in other languages mend broken UTF-8 in other ways, and would see other fields in the same bytes.
  return isUtf8(value) ? envelopeIn(value.toString('utf8')) : 'the value is not UTF-8';
}

/**
 * Reads a value for somebody who compares texts and shows none: free text comes as its bytes, a character each, which takes half of the
 * time. The stream and the command id, by which records are known, are as parseEnvelope reads them.
 */
export function parseWithoutTexts(value: Buffer | null): Envelope | string {
  if (value === null || !isUtf8(value)) return parseEnvelope(value);
  const envelope = envelopeIn(value.toString('latin1'));
  if (typeof envelope === 'string') return envelope;
  return ASCII.test(envelope.subject) && ASCII.test(envelope.commandid) ? envelope : parseEnvelope(value);
}

function envelopeIn(text: string): Envelope | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'the value is not JSON';
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'the value is not a JSON object';
  return wrongIn(parsed) ?? (parsed as Envelope);
}

/** Each field is asked for by its own name: a loop over names takes several times as long, and this is done for every record. */
function wrongIn(fields: Partial<Record<keyof Envelope, unknown>>): string | undefined {
  const { time, revision, prevhash, data } = fields;
  if (fields.specversion !== '1.0') return 'specversion is not 1.0';
  const hasTexts =
    typeof fields.id === 'string' &&
    typeof fields.type === 'string' &&
    typeof fields.source === 'string' &&
    typeof fields.subject === 'string' &&
    typeof fields.commandid === 'string' &&
    typeof fields.commandhash === 'string' &&
    typeof fields.actor === 'string' &&
    typeof fields.correlationid === 'string';
  if (!hasTexts || typeof time !== 'string')
    return `${TEXT_FIELDS.find((name) => typeof fields[name] !== 'string') ?? ''} is not a string`;
  if (!TIME.test(time)) return 'time is not an instant in UTC with milliseconds';
  if (!Number.isSafeInteger(revision) || (revision as number) < 1) return 'revision is not a number from 1';
  if (typeof prevhash !== 'string' || !HASH.test(prevhash)) return 'prevhash is not a SHA-256 in hex';
  if (typeof data !== 'object' || data === null) return 'data is not an object';
  return undefined;
}
