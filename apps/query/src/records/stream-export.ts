import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';

import { errorOf, reasonOf } from '#basics';
import { describeTopic, LogDamaged, readTopic, StreamLines, type TopicToRead, within } from '#log';
import { Problem } from '#platform';
import { Inject, Injectable } from '@nestjs/common';

import { OPTIONS, type QueryOptions } from '../configuration';

/** Each reads a whole partition, so that few are made at a time. */
const MADE_AT_ONCE = 2;
const DESCRIBED_WITHIN_MS = 5_000;
/** Whoever takes nothing for so long keeps nobody else waiting. */
const TAKEN_WITHIN_MS = 60_000;

/** Exports a department's records from the log alone, byte for byte, as `ledger export` does; what is in memory is what its reader has not taken yet. */
@Injectable()
export class StreamExport {
  private making = 0;

  constructor(@Inject(OPTIONS) private readonly options: QueryOptions) {}

  /** Answers once there is a first record. Throws where there is none, or the log cannot be read. */
  async of(stream: string): Promise<Readable> {
    if (this.making >= MADE_AT_ONCE) throw new Problem('overloaded', TOO_MANY, { limit: MADE_AT_ONCE });
    this.making += 1;
    const out = new PassThrough({ highWaterMark: 256 * 1024 });
    // It fails whoever reads it, and nobody else.
    out.on('error', () => undefined);
    try {
      const topic = await this.topic();
      const begun = once(out, 'readable');
      const all = this.write(topic, stream, out).finally(() => (this.making -= 1));
      await Promise.race([begun, all]);
      // Nothing was written where all is over and nothing can be read.
      if (out.readableLength === 0) throw unknownStream(stream);
      all.catch((error: unknown) => out.destroy(errorOf(error)));
      return out;
    } catch (error) {
      out.destroy();
      throw error instanceof Problem ? error : notRead(reasonOf(error));
    }
  }

  private async topic(): Promise<TopicToRead> {
    try {
      const { brokers, kafkaSecurity: security, topicPrefix: prefix } = this.options.config;
      if (brokers.length === 0) throw new Error('KAFKA_BROKERS');
      return await within(describeTopic({ brokers, security, prefix }), 'the log', DESCRIBED_WITHIN_MS);
    } catch (error) {
      this.making -= 1;
      throw error;
    }
  }

  private async write(topic: TopicToRead, stream: string, out: PassThrough): Promise<void> {
    const lines = new StreamLines(this.options.config.ledgerId, stream, topic.partitions.length);
    const { partition } = lines;
    if (topic.partitions[partition]?.start !== 0) throw new LogDamaged(partition, 0, 'the first records were deleted');
    await readTopic(topic, [partition], async (_, records) => {
      for (const { line } of lines.of(records)) {
        if (out.destroyed) return false;
        if (!out.write(line)) await taken(out);
      }
      return !out.destroyed;
    });
    out.end();
  }
}

/** A reader who has gone away ends the reading. */
async function taken(out: PassThrough): Promise<void> {
  const timer = setTimeout(() => out.destroy(), TAKEN_WITHIN_MS);
  await new Promise<void>((resolve) => {
    out.once('drain', resolve).once('close', resolve);
  });
  clearTimeout(timer);
}

const TOO_MANY = {
  zh: `正在导出的记录流已达 ${MADE_AT_ONCE} 个，请稍后再试。`,
  en: `${MADE_AT_ONCE} exports are under way, which is the limit; try again later.`,
};

function unknownStream(stream: string): Problem {
  return new Problem('not-found', {
    zh: `日志中没有 ${stream} 的记录。`,
    en: `The log holds no record of ${stream}.`,
  });
}

function notRead(why: string): Problem {
  return new Problem('unavailable', {
    zh: `目前无法读取日志（${why}）。`,
    en: `The log cannot be read at the moment: ${why}.`,
  });
}
