/** How many neighbouring revisions stand in one block. */
const BLOCK = 256;

/**
 * Values by revision, never changed in place. They stand in blocks of neighbouring revisions, so that a change copies one block and the
 * list of blocks: a stream of 100,000 events has 400 of those, and a plain map would be copied as a whole for each of its events.
 */
export class RevisionMap<V> implements Iterable<[revision: number, value: V]> {
  readonly #blocks: ReadonlyMap<number, ReadonlyMap<number, V>>;
  readonly size: number;

  private constructor(blocks: ReadonlyMap<number, ReadonlyMap<number, V>>, size: number) {
    this.#blocks = blocks;
    this.size = size;
  }

  static of<V>(entries: Iterable<readonly [revision: number, value: V]> = []): RevisionMap<V> {
    const blocks = new Map<number, Map<number, V>>();
    for (const [revision, value] of entries) {
      const block = blocks.get(blockOf(revision)) ?? new Map<number, V>();
      blocks.set(blockOf(revision), block.set(revision, value));
    }
    return new RevisionMap(
      blocks,
      [...blocks.values()].reduce((size, block) => size + block.size, 0),
    );
  }

  get(revision: number): V | undefined {
    return this.#blocks.get(blockOf(revision))?.get(revision);
  }

  has(revision: number): boolean {
    return this.#blocks.get(blockOf(revision))?.has(revision) ?? false;
  }

  with(revision: number, value: V): RevisionMap<V> {
    const block = new Map(this.#blocks.get(blockOf(revision))).set(revision, value);
    const blocks = new Map(this.#blocks).set(blockOf(revision), block);
    return new RevisionMap(blocks, this.has(revision) ? this.size : this.size + 1);
  }

  without(revision: number): RevisionMap<V> {
    if (!this.has(revision)) return this;
    const block = new Map(this.#blocks.get(blockOf(revision)));
    block.delete(revision);
    const blocks = new Map(this.#blocks);
    if (block.size === 0) blocks.delete(blockOf(revision));
    else blocks.set(blockOf(revision), block);
    return new RevisionMap(blocks, this.size - 1);
  }

  /** In the order of the blocks as they came to be, and within a block as its entries did. */
  *[Symbol.iterator](): Iterator<[revision: number, value: V]> {
    for (const block of this.#blocks.values()) yield* block;
  }
}

function blockOf(revision: number): number {
  return Math.floor(revision / BLOCK);
}
