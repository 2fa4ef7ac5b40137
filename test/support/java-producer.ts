import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { kafkaJars, testBrokers } from './kafka';
import { SENDER_KEY } from './signing';

const SOURCE = join(__dirname, 'java', 'TestProducer.java');

type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

export interface JavaRecord {
  key: string | null;
  /** A number stands for so many zeros. */
  value?: Buffer | number;
  /** In place of a value: a command, which the producer signs itself. */
  command?: string;
}

/** What others write with: Kafka's own producer, in a process of its own, which takes one order after the other. */
export class JavaProducer {
  private waiting: ((line: string) => void)[] = [];

  private constructor(private readonly child: ChildProcess) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.waiting.shift()?.(line));
    child.on('exit', () => this.waiting.splice(0).forEach((settle) => settle('failed: the process has ended')));
  }

  static async start(): Promise<JavaProducer> {
    const jars = join(await kafkaJars(), '*');
    const memory = ['-Xmx768m', '-XX:TieredStopAtLevel=1'];
    const own = [testBrokers().join(','), inBase64(SENDER_KEY.kid), SENDER_KEY.pkcs8];
    const child = spawn('java', [...memory, '-cp', jars, SOURCE, ...own], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return new JavaProducer(child);
  }

  /** Writes records as one batch; answers their offsets. A producer whose name begins with `tx` must have begun a transaction. */
  async send(
    { name, codec = 'none' }: { name?: string; codec?: Codec },
    topic: string,
    partition: number,
    records: readonly JavaRecord[],
  ): Promise<number[]> {
    const pairs = records.map(({ key, value = Buffer.alloc(0), command }) => {
      const text = typeof value === 'number' ? `*${value}` : value.toString('base64');
      return `${inBase64(key ?? '')}:${command === undefined ? text : `!${inBase64(command)}`}`;
    });
    const order = ['send', name ?? codec, codec, topic, String(partition), ...pairs];
    return (await this.order(order.join(' '))).trim().split(' ').map(Number);
  }

  async begin(name: string): Promise<void> {
    await this.order(`begin ${name}`);
  }

  async commit(name: string): Promise<void> {
    await this.order(`commit ${name}`);
  }

  async abort(name: string): Promise<void> {
    await this.order(`abort ${name}`);
  }

  /** An open transaction stays open. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    await ended;
  }

  private async order(line: string): Promise<string> {
    const answer = await new Promise<string>((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin?.write(`${line}\n`);
    });
    if (!answer.startsWith('ok')) throw new Error(answer);
    return answer.slice(2);
  }
}

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
