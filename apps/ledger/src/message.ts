import type { Principal, SignedCommands } from '#access';
import { parseStream, streamOf } from '#domain';
import type { Posted } from '#log';
import { charsetProblem, Problem, readJson } from '#platform';

/** What was posted by somebody who is known: a command as yet untrusted, or what keeps it from being one. */
export interface Message {
  sender: Principal;
  input: unknown;
}

/** Throws the problem of a message that is of nobody who is known. What it holds is then no word of its sender, its id included. */
export async function openMessage(posted: Posted, signed: SignedCommands): Promise<Message> {
  const { value, unreadable, bearsToken, contentType } = posted;
  if (unreadable !== undefined) {
    throw new Problem('malformed-json', {
      zh: '消息无法读取：压缩数据已损坏，或解压后过大。',
      en: `The message cannot be read: ${unreadable}.`,
    });
  }
  if (bearsToken) throw new Problem('message-bears-token');
  const { sender, payload } = await signed.open(value);
  const otherCharset = charsetProblem(contentType);
  if (otherCharset !== undefined) return { sender, input: otherCharset };
  const read = readJson(payload);
  return { sender, input: read.ok ? read.value : read.problem };
}

/** A message's key is its stream, or the commands of one department could overtake each other. */
export function keyProblem(key: string | undefined, input: unknown): Problem | undefined {
  if (key === undefined || typeof input !== 'object' || input === null) return undefined;
  // What names no department is answered by the schema, with the field that is wrong.
  const stream = streamNamedIn(input);
  if (stream === undefined || key === stream) return undefined;
  const detail = { zh: `消息键应为 ${stream}。`, en: `The message key must be ${stream}.` };
  return new Problem('invalid-request', detail, { errors: [{ field: 'key', message: detail.en }] });
}

function streamNamedIn(input: object): string | undefined {
  if (!('division' in input) || !('department' in input)) return undefined;
  const { division, department } = input;
  if (typeof division !== 'string' || typeof department !== 'string') return undefined;
  const stream = streamOf({ division, department });
  return parseStream(stream) === undefined ? undefined : stream;
}
