import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Puts values into a cookie so that nobody can read or change them: who signs in carries what their answer will be held against, and this process
 * keeps nothing for people who may never come back.
 */
export class Sealed<Value> {
  private readonly key = randomBytes(32);

  constructor(
    private readonly lifeMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  seal(value: Value): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv);
    const text = JSON.stringify({ value, until: this.now() + this.lifeMs });
    const parts = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat(parts).toString('base64url');
  }

  /** Nothing where it was not sealed here, or too long ago. */
  open(sealed: string): Value | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, this.key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      const { value, until } = JSON.parse(text.toString('utf8')) as { value: Value; until: number };
      return until < this.now() ? undefined : value;
    } catch {
      return undefined;
    }
  }
}
