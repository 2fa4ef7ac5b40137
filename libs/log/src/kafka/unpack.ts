import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { reasonOf } from '#basics';
import { decompress as unpackZstd, isLoaded as zstdIsLoaded } from '@foxglove/wasm-zstd';
import { uncompress as unpackLz4Block } from 'lz4-napi';
import { uncompress as unpackSnappyBlock } from 'snappy';

/** Bytes that cannot be read as what they claim to be, in words. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * What one batch may unpack to. Packed it has at most 8 MiB, but a few bytes can be made to unpack to any number of gigabytes; a program
 * that writes for others to read does not come near this.
 */
export const MOST_UNPACKED_BYTES = 64 * 1024 * 1024;

const gunzipped = promisify(gunzip);

/** By the number that stands in a batch's attributes. */
const CODECS: readonly ((packed: Buffer) => Promise<Buffer> | Buffer)[] = [
  (packed) => packed,
  (packed) => gunzipped(packed, { maxOutputLength: MOST_UNPACKED_BYTES }),
  unpackSnappy,
  unpackLz4,
  async (packed) => {
    await zstdIsLoaded;
    return unpackZstd(packed, MOST_UNPACKED_BYTES);
  },
];
const NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** Unpacks what one of Kafka's codecs has packed. Throws Unreadable where it cannot, or where it would be too much. */
export async function unpack(codec: number, packed: Buffer): Promise<Buffer> {
  const unpackWith = CODECS[codec];
  if (unpackWith === undefined) throw new Unreadable(`it is packed by codec ${codec}, which Kafka has no name for`);
  try {
    return await unpackWith(packed);
  } catch (error) {
    const why = reasonOf(error);
    throw new Unreadable(
      `its ${NAMES[codec] ?? ''} data are damaged, or come to more than ${MOST_UNPACKED_BYTES} bytes (${why})`,
    );
  }
}

const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
/** The magic bytes and two numbers of versions. */
const XERIAL_HEADER_BYTES = 16;

/** Java's clients write blocks in a frame of their own (xerial), others a single bare block. */
async function unpackSnappy(packed: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  let left = MOST_UNPACKED_BYTES;
  const add = async (block: Buffer): Promise<void> => {
    left -= snappyLength(block);
    if (left < 0) throw new RangeError('too large');
    parts.push(Buffer.from(await unpackSnappyBlock(block, { asBuffer: true })));
  };
  if (!packed.subarray(0, XERIAL.length).equals(XERIAL)) await add(packed);
  else for (const block of xerialBlocks(packed)) await add(block);
  return joined(parts);
}

function* xerialBlocks(packed: Buffer): Iterable<Buffer> {
  for (let at = XERIAL_HEADER_BYTES; at < packed.length;) {
    const end = at + 4 + packed.readUInt32BE(at);
    if (end > packed.length) throw new RangeError('a block is cut off');
    yield packed.subarray(at + 4, end);
    at = end;
  }
}

/** A block begins with what it unpacks to, seven bits a byte. */
function snappyLength(block: Buffer): number {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = block.readUInt8(at);
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length;
  }
  throw new RangeError('the length is damaged');
}

const LZ4_MAGIC = 0x184d2204;
const LZ4_FLAGS = { blockChecksum: 0x10, contentSize: 0x08, dictionary: 0x01 };
const LZ4_STORED = 0x80000000;

/** A frame of blocks, each of which says nothing of its size but that it is no larger than the frame's header tells. */
async function unpackLz4(packed: Buffer): Promise<Buffer> {
  if (packed.readUInt32LE(0) !== LZ4_MAGIC) throw new RangeError('it is no LZ4 frame');
  const flags = packed.readUInt8(4);
  const mostInBlock = 1 << (8 + 2 * ((packed.readUInt8(5) >> 4) & 0x7));
  if (mostInBlock < 64 * 1024) throw new RangeError('the size of its blocks is damaged');
  let at = 7 + ((flags & LZ4_FLAGS.contentSize) === 0 ? 0 : 8) + ((flags & LZ4_FLAGS.dictionary) === 0 ? 0 : 4);
  const parts: Buffer[] = [];
  for (let left = MOST_UNPACKED_BYTES; ;) {
    const word = packed.readUInt32LE(at);
    if (word === 0) return joined(parts);
    const length = word & ~LZ4_STORED;
    const block = packed.subarray(at + 4, at + 4 + length);
    if (block.length < length) throw new RangeError('a block is cut off');
    const part = word >= LZ4_STORED ? block : await unpackLz4Block(withRoom(block, mostInBlock));
    left -= part.length;
    if (left < 0) throw new RangeError('too large');
    parts.push(part);
    at += 4 + length + ((flags & LZ4_FLAGS.blockChecksum) === 0 ? 0 : 4);
  }
}

/** The codec wants to be told how much room a block may take. */
function withRoom(block: Buffer, bytes: number): Buffer {
  const room = Buffer.alloc(4);
  room.writeUInt32LE(bytes);
  return Buffer.concat([room, block]);
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}
