import { readFileSync, statSync } from 'node:fs';

/** A password is small; whatever is larger is another file. */
const MOST_BYTES = 64 << 10;

/** A secret, or the file in which it stands and is looked up whenever it is needed, so that a new one counts without a restart. */
export type Secret = { value: string } | { file: string };

export function secretOf(secret: Secret): string {
  return 'value' in secret ? secret.value : secretInFile(secret.file);
}

/** What an editor or a shell puts around a secret is no part of it: a byte order mark, and one end of line. Throws with words for an operator. */
export function secretInFile(file: string): string {
  let text: string;
  try {
    if (statSync(file).size > MOST_BYTES) throw new Error('it is larger than 64 KiB');
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`无法读取 ${file}。 ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const secret = text.replace(/^\ufeff/, '').replace(/\r?\n$/, '');
  if (secret === '') throw new Error(`${file} 是空的。 ${file} is empty.`);
  if (secret.includes('\0')) throw new Error(`${file} 不是文本。 ${file} holds no text.`);
  return secret;
}
