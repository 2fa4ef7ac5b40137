import { nameKeyOf } from './name-key';

/** What a name names. The same name may be a project and a document without being either twice. */
export type NameKind = 'document' | 'project' | 'measure';
const KINDS: readonly NameKind[] = ['document', 'project', 'measure'];

/** Names that share the first bits of their keys' hashes, or their parts by the next four. */
type Node = Leaf | Branch;
interface Leaf {
  readonly hashes: readonly number[];
  readonly names: readonly string[];
}
interface Branch {
  readonly children: readonly (Node | undefined)[];
}

const LEAF = 24;
const BITS = 4;
const WIDTH = 1 << BITS;
const HASH_BITS = 28;

/**
 * How names are spelled, by what they look like; never changed in place. A stream meets as many documents as it has commands, so a new name
 * copies one path of a tree, and nothing is kept of a name but itself and the hash of its key.
 */
export class Spellings {
  static readonly none = new Spellings({});
  readonly #roots: Readonly<Partial<Record<NameKind, Node>>>;

  private constructor(roots: Readonly<Partial<Record<NameKind, Node>>>) {
    this.#roots = roots;
  }

  static of(entries: Iterable<readonly [kind: NameKind, name: string]>): Spellings {
    let spellings = Spellings.none;
    for (const [kind, name] of entries) spellings = spellings.with(kind, name);
    return spellings;
  }

  /** The known names that look like this one, itself among them where it is known, in the order in which they came. */
  like(kind: NameKind, name: string): readonly string[] {
    const key = nameKeyOf(name);
    return alike(this.#roots[kind], key, hashOf(key));
  }

  has(kind: NameKind, name: string): boolean {
    return this.like(kind, name).includes(name);
  }

  /** Whether anything is named exactly so. */
  hasAny(name: string): boolean {
    return KINDS.some((kind) => this.has(kind, name));
  }

  with(kind: NameKind, name: string): Spellings {
    const key = nameKeyOf(name);
    const hash = hashOf(key);
    const root = this.#roots[kind];
    if (alike(root, key, hash).includes(name)) return this;
    return new Spellings({ ...this.#roots, [kind]: inserted(root, hash, name, 0) });
  }

  *[Symbol.iterator](): Iterator<[kind: NameKind, name: string]> {
    for (const kind of KINDS) {
      for (const name of namesIn(this.#roots[kind])) yield [kind, name];
    }
  }
}

const NOBODY: readonly string[] = [];

function alike(root: Node | undefined, key: string, hash: number): readonly string[] {
  let node = root;
  for (let shift = 0; node !== undefined && 'children' in node; shift += BITS) node = node.children[at(hash, shift)];
  if (node?.hashes.includes(hash) !== true) return NOBODY;
  const { hashes, names } = node;
  return names.filter((known, index) => hashes[index] === hash && nameKeyOf(known) === key);
}

function inserted(node: Node | undefined, hash: number, name: string, shift: number): Node {
  if (node === undefined) return { hashes: [hash], names: [name] };
  if ('children' in node) {
    const children = node.children.slice();
    children[at(hash, shift)] = inserted(children[at(hash, shift)], hash, name, shift + BITS);
    return { children };
  }
  const leaf = { hashes: node.hashes.concat(hash), names: node.names.concat(name) };
  return leaf.names.length <= LEAF || shift >= HASH_BITS ? leaf : split(leaf, shift);
}

function split({ hashes, names }: Leaf, shift: number): Branch {
  const empty: Node = { children: Array<Node | undefined>(WIDTH).fill(undefined) };
  return names.reduce<Node>((node, name, index) => inserted(node, hashes[index] ?? 0, name, shift), empty) as Branch;
}

function* namesIn(node: Node | undefined): Iterable<string> {
  if (node === undefined) return;
  if ('names' in node) yield* node.names;
  else for (const child of node.children) yield* namesIn(child);
}

function at(hash: number, shift: number): number {
  return (hash >>> shift) & (WIDTH - 1);
}

/** FNV-1a, cut to what a small integer holds. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) & ((1 << HASH_BITS) - 1);
}
