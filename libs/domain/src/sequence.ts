/**
 * A list that only grows and is never changed in place: appending answers a new list and leaves the old one as it was. Lists that
 * follow one another share their items, so appending is cheap however long the list is; only a second continuation of the same
 * list copies it, which is what happens when a decision is made again.
 */
export class Sequence<T> implements Iterable<T> {
  readonly #items: T[];
  readonly length: number;

  private constructor(items: T[], length: number) {
    this.#items = items;
    this.length = length;
  }

  static of<T>(items: readonly T[] = []): Sequence<T> {
    return new Sequence([...items], items.length);
  }

  at(index: number): T | undefined {
    return index >= 0 && index < this.length ? this.#items[index] : undefined;
  }

  appended(item: T): Sequence<T> {
    const isNewest = this.#items.length === this.length;
    const items = isNewest ? this.#items : this.#items.slice(0, this.length);
    items.push(item);
    return new Sequence(items, this.length + 1);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let index = 0; index < this.length; index += 1) yield this.#items[index] as T;
  }
}
