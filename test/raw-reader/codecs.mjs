// Unpacks what Java's producers pack with Snappy, LZ4 and Zstd: kafkajs comes with gzip alone.
import { decompress as unpackZstd, isLoaded } from '@foxglove/wasm-zstd';
import kafkajs from 'kafkajs';
import { decompressFrame as unpackLz4 } from 'lz4-napi';
import { uncompress as unpackBlock } from 'snappy';

const { CompressionCodecs, CompressionTypes } = kafkajs;
const MOST_BYTES = 64 * 1024 * 1024;

/** Java frames its blocks: 8 bytes that begin with 0x82 SNAPPY, two numbers of versions, then each block behind its length. */
async function unpackSnappy(bytes) {
  if (bytes.readUInt8(0) !== 0x82 || bytes.toString('latin1', 1, 7) !== 'SNAPPY') return unpackBlock(bytes);
  /** @type {any[]} */
  const blocks = [];
  for (let at = 16; at < bytes.length; at += 4 + bytes.readUInt32BE(at)) {
    blocks.push(await unpackBlock(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at))));
  }
  return Buffer.concat(blocks);
}

const codec = (decompress) => () => ({ decompress });
CompressionCodecs[CompressionTypes.Snappy] = codec(unpackSnappy);
CompressionCodecs[CompressionTypes.LZ4] = codec(unpackLz4);
CompressionCodecs[CompressionTypes.ZSTD] = codec(async (bytes) => {
  await isLoaded;
  return unpackZstd(bytes, MOST_BYTES);
});
