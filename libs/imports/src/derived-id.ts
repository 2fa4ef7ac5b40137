import { createHash } from 'node:crypto';

/** The namespace of imports: any UUID that nobody else uses. */
const NAMESPACE = Buffer.from('6f1c1e0a5f0b4d0e9a3c2b7d8e9f0a1b', 'hex');

/** The same words are the same UUID (version 5 of RFC 9562) for ever. */
export function derivedId(...words: readonly string[]): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(JSON.stringify(words)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
