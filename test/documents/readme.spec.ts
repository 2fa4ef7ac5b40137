import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { hashOf, KafkaLog, LedgerWriter, partitionOf, PartitionFold, type Reading, startOf } from '#log';
import { CONFIG_VARIABLES } from '#platform';

import { purse } from '../support/counter';
import { newPrefix, testBrokers } from '../support/kafka';

const ROOT = join(__dirname, '..', '..');
const JAVA_PRODUCER = join(__dirname, '..', 'support', 'java', 'TestProducer.java');
const RAW_READER = join(__dirname, '..', 'raw-reader', 'raw-reader.mjs');
const LEDGER_ID = 'readme-ledger';
const PARTITIONS = 6;

/** Pages that stand in both languages. */
const PAGES = [
  'README',
  'docs/posting',
  'docs/first-reading',
  'docs/reading',
  'docs/publication',
  'docs/log-reader',
  'docs/auditing',
  'docs/configuration',
  'docs/security',
  'docs/import',
  'docs/files',
  'docs/year',
  'docs/subscriptions',
  'docs/console',
];
const inEnglish = (page: string) => read(`${page}.md`);
const inChinese = (page: string) => read(`${page}.zh-CN.md`);

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A stream whose place is the given partition. */
function streamIn(partition: number, name: string): string {
  for (let n = 0; ; n += 1) if (partitionOf(`${name}/${n}`, PARTITIONS) === partition) return `${name}/${n}`;
}

/** Fenced blocks with their fences, and what stands between them. */
function partsOf(text: string): { code: string[]; prose: string } {
  const parts = text.split(/^(```[^]*?^```$)/m);
  return {
    code: parts.filter((_, index) => index % 2 === 1),
    prose: parts.filter((_, index) => index % 2 === 0).join('\n'),
  };
}

describe.each(PAGES.flatMap((page) => [`${page}.md`, `${page}.zh-CN.md`]))('%s', (path) => {
  it('names files that are there', () => {
    const links = [...partsOf(read(path)).prose.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)];
    for (const [, to] of links) expect(() => read(join(dirname(path), to!))).not.toThrow(/ENOENT/);
  });
});

test.each(PAGES)('%s is in step in both languages: the same sections and the same code', (page) => {
  const levels = (text: string) => [...partsOf(text).prose.matchAll(/^#+(?= )/gm)].map(([marks]) => marks.length);
  expect(levels(inChinese(page))).toEqual(levels(inEnglish(page)));
  expect(partsOf(inChinese(page)).code).toEqual(partsOf(inEnglish(page)).code);
});

test.each([inEnglish, inChinese])('the README is short', (of) => {
  expect(of('README').split('\n').length).toBeLessThan(200);
});

test.each([inEnglish, inChinese])('the raw reader is shown as it stands in its file', (of) => {
  expect(partsOf(of('docs/log-reader')).code).toContain(`\`\`\`js\n${readFileSync(RAW_READER, 'utf8')}\`\`\``);
});

test.each([inEnglish, inChinese])('how a Java program signs is shown as it stands in its file', (of) => {
  const source = readFileSync(JAVA_PRODUCER, 'utf8').replaceAll(/^ {2}/gm, '');
  const [shown = ''] = /^```java\n([^]*?)^```/m.exec(of('docs/posting'))?.slice(1) ?? [];
  expect(shown).toContain('budget-command+jws');
  expect(source).toContain(shown);
});

test.each([inEnglish, inChinese])(
  'the environment variables that the services read are listed, and no others',
  (of) => {
    const rows = [...of('docs/configuration').matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(CONFIG_VARIABLES);
  },
);

describe('the raw reader', () => {
  let log: KafkaLog;
  let child: ChildProcess | undefined;

  afterEach(async () => {
    child?.kill('SIGKILL');
    await log.close();
  });

  /** A record as any program could write it; `about` replaces fields or, being undefined, leaves them out. */
  function record(stream: string, revision: number, prevhash: string, about: Record<string, unknown> = {}) {
    const event = {
      specversion: '1.0',
      id: `${stream}@${revision}`,
      type: 'added.v1',
      source: `urn:budget-ledger:${LEDGER_ID}`,
      subject: stream,
      time: '2024-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      revision,
      prevhash,
      commandid: `${stream}-${revision}`,
      commandhash: hashOf('body'),
      actor: '张三',
      correlationid: 'c',
      data: { add: 1 },
      ...about,
    };
    const value = Buffer.from(JSON.stringify(event), 'utf8');
    return { key: stream, value, hash: hashOf(value) };
  }

  /** What a lenient decoder would mend and take for text. */
  function brokenUtf8({ key, value }: { key: string; value: Buffer }) {
    const broken = Buffer.from(value);
    broken.writeUInt8(0xff, broken.indexOf('张'));
    return { key, value: broken };
  }

  /** Everything that a stream can meet, by hand: what counts, doubles, lost races, junk, and at last an orphan. */
  async function writeByHand(stream: string): Promise<void> {
    const place = partitionOf(stream, PARTITIONS);
    const neighbour = streamIn(place, 'neighbour');
    const one = record(stream, 1, hashOf(LEDGER_ID + stream));
    const two = record(stream, 2, one.hash);
    const loser = record(stream, 2, one.hash, { actor: '李四' });
    const childOfLoser = record(stream, 3, loser.hash);
    const grandchildOfLoser = record(stream, 4, childOfLoser.hash);
    const jump = record(stream, 9, two.hash);
    const three = record(stream, 3, two.hash);
    const four = record(stream, 4, three.hash);
    const junk = [
      record(stream, 5, four.hash, { actor: undefined }),
      record(stream, 5, four.hash, { specversion: '0.3' }),
      record(stream, 5, four.hash, { data: 'text' }),
      record(stream, 5, [four.hash] as unknown as string),
      record(stream, '5' as unknown as number, four.hash),
      record(stream, 0.5, four.hash),
      record(stream, 5, 'no hash'),
      record(stream, 5, four.hash, { time: '2024-01-01T00:00:00Z' }),
      brokenUtf8(record(stream, 5, four.hash)),
      { key: stream, value: Buffer.from('null') },
      { key: stream, value: Buffer.from('no JSON') },
      { ...record(stream, 1, hashOf(LEDGER_ID + neighbour)), key: neighbour },
    ];
    const orphan = record(stream, 7, hashOf('what was never there'));
    const afterTheOrphan = record(stream, 5, four.hash);
    await log.append(place, [one, two, two, loser, childOfLoser, jump, three, grandchildOfLoser, one, ...junk, four]);
    await log.append(place, [childOfLoser, four, orphan, afterTheOrphan]);
    await log.append((place + 1) % PARTITIONS, [one, record(stream, 5, four.hash)]);
  }

  /** Two writers that know nothing of each other race for the same streams, and end every partition with a record that counts. */
  async function race(): Promise<string[]> {
    const alarm = () => undefined;
    const writers = [await LedgerWriter.start(log, purse, { alarm }), await LedgerWriter.start(log, purse, { alarm })];
    const add = (stream: string, commandId: string, writer: (typeof writers)[number]) => {
      const submission = { commandId, commandHash: hashOf(''), command: { add: 1 }, actor: '张三', correlationId: 'c' };
      return writer.submit(stream, submission);
    };
    const outcomes = Array.from({ length: 400 }, (_, n) => add(`race/${n % 3}`, `c${n}`, writers[n % 2]!));
    await Promise.all(outcomes);
    const lastOnes = Array.from({ length: PARTITIONS }, (_, at) => streamIn(at, 'end'));
    outcomes.push(...lastOnes.map((name) => add(name, name, writers[0]!)));
    // What is not there would be waited for without end.
    expect(new Set((await Promise.all(outcomes)).map(({ kind }) => kind))).toEqual(new Set(['recorded']));
    for (const writer of writers) await writer.stop();
    return lastOnes;
  }

  /** What the library makes of the log, by kind. */
  async function readingsOfTheLibrary(): Promise<Map<string, Extract<Reading, { kind: 'accepted' }>['record'][]>> {
    const readings = new Map<string, Extract<Reading, { kind: 'accepted' }>['record'][]>();
    const folds = Array.from({ length: PARTITIONS }, (_, at) => new PartitionFold(LEDGER_ID, PARTITIONS, startOf(at)));
    const ends = await log.endOffsets();
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const reader = await log.read((partition, records) => {
      for (const raw of records) {
        const reading = folds[partition]?.read(raw);
        if (reading === undefined) continue;
        const record = reading.kind === 'accepted' ? [reading.record] : [];
        readings.set(reading.kind, [...(readings.get(reading.kind) ?? []), ...record]);
      }
      if (folds.every((fold, at) => fold.nextOffset === ends[at])) finish();
      return Promise.resolve();
    }, new Array<number>(PARTITIONS).fill(0));
    await finished;
    await reader.stop();
    return readings;
  }

  /** Runs the file that docs/log-reader.md shows until it has printed the given streams. */
  async function linesOfTheRawReader(topic: string, until: readonly string[]) {
    child = spawn(process.execPath, [RAW_READER, testBrokers().join(','), topic, LEDGER_ID]);
    const waitingFor = new Set(until);
    const lines: { partition: number; offset: number; subject: string; revision: number; hash: string }[] = [];
    for await (const line of createInterface({ input: child.stdout! })) {
      const event = JSON.parse(line) as (typeof lines)[number];
      lines.push(event);
      waitingFor.delete(event.subject);
      if (waitingFor.size === 0) break;
    }
    return lines;
  }

  test('takes for true what the library takes for true', async () => {
    const prefix = newPrefix();
    const settings = { brokers: testBrokers(), ledgerId: LEDGER_ID, clientId: 'readme-spec', prefix, create: true };
    log = await KafkaLog.open({ ...settings, partitions: PARTITIONS });
    await writeByHand('hand/1');
    await writeByHand('hand/2');
    // A key that takes minutes where it is hashed with numbers that grow. It is compared by its beginning, since a test compares slowly too.
    const long = 'x'.repeat(600_000);
    await log.append(partitionOf(long, PARTITIONS), [record(long, 1, hashOf(LEDGER_ID + long))]);
    const lastOnes = await race();
    const library = await readingsOfTheLibrary();
    // Without all of these the comparison would prove little.
    expect([...library.keys()].sort()).toEqual(['accepted', 'junk', 'orphan', 'stopped', 'void']);
    const lines = await linesOfTheRawReader(log.topic, lastOnes);
    const inOrder = <T extends { partition: number; offset: number }>(records: readonly T[]) =>
      [...records].sort((a, b) => a.partition - b.partition || a.offset - b.offset);
    expect(
      inOrder(lines).map(({ partition, offset, subject, revision, hash }) => ({
        partition,
        offset,
        subject: subject.slice(0, 40),
        revision,
        hash,
      })),
    ).toEqual(
      inOrder(library.get('accepted') ?? []).map(({ partition, offset, stream, hash, envelope }) => ({
        partition,
        offset,
        subject: stream.slice(0, 40),
        revision: envelope.revision,
        hash,
      })),
    );
  });
});
