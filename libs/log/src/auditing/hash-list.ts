const HASH_BYTES = 32;

/** SHA-256 hashes in the order of their revisions, in a third of the memory of their hexadecimal texts. */
export class HashList {
  private bytes = Buffer.alloc(HASH_BYTES * 4);
  length = 0;
  /** The newest; empty without any. */
  last = '';

  push(hash: string): void {
    const at = this.length * HASH_BYTES;
    if (at === this.bytes.length) this.bytes = Buffer.concat([this.bytes], at * 2);
    this.bytes.write(hash, at, 'hex');
    this.length += 1;
    this.last = hash;
  }

  /** In lowercase hex. */
  at(index: number): string | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return this.bytes.toString('hex', index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}
