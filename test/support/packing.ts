import { compress as packZstd, decompress as unpackZstd, isLoaded } from '@foxglove/wasm-zstd';
import kafkajs, { CompressionTypes } from 'kafkajs';
import { compressFrame, decompressFrame } from 'lz4-napi';
import { compress as packBlock, uncompress as unpackBlock } from 'snappy';

const MOST_BYTES = 64 * 1024 * 1024;
const ZSTD_LEVEL = 3;

interface Codec {
  compress: (encoder: { buffer: Buffer }) => Promise<Buffer>;
  decompress: (bytes: Buffer) => Promise<Buffer>;
}

const codecs: readonly (readonly [CompressionTypes, Codec])[] = [
  [
    CompressionTypes.Snappy,
    {
      compress: ({ buffer }) => packBlock(buffer),
      decompress: async (bytes) => Buffer.from(await unpackBlock(bytes, { asBuffer: true })),
    },
  ],
  [
    CompressionTypes.LZ4,
    { compress: ({ buffer }) => compressFrame(buffer), decompress: (bytes) => decompressFrame(bytes) },
  ],
  [
    CompressionTypes.ZSTD,
    {
      compress: async ({ buffer }) => {
        await isLoaded;
        return packZstd(buffer, ZSTD_LEVEL);
      },
      decompress: async (bytes) => {
        await isLoaded;
        return unpackZstd(bytes, MOST_BYTES);
      },
    },
  ],
];

/** Lets kafkajs, which comes with gzip alone, write what other producers write. */
export function packWithEveryCodec(): void {
  const known: Record<number, () => Codec> = kafkajs.CompressionCodecs;
  for (const [type, codec] of codecs) known[type] = () => codec;
}
