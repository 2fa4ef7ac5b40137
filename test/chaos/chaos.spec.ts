import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KafkaLog } from '#log';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';

import { dumpTables } from '../support/table-dump';
import { audit, type Finding } from './audit';
import { blow, CLUSTER_FAULTS, type Fault, FAULTS, FULL_DISK, SUSPENSIONS } from './faults';
import { FEW_FOREIGN_FAULTS, FOREIGN_FAULTS } from './foreign-faults';
import { isForged } from './orders';
import { Place, type PlaceOptions, TOPIC } from './place';
import { type Blow, type Row, rowsOf, tableOf } from './report';
import { readTopic } from './topic';

/** `npm run chaos` plays many rounds and names the folder that it clears up itself; without it this is the short version. */
const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 1);
const IS_FULL = process.env['CHAOS_ROUNDS'] !== undefined;
/** Of all kinds, those alone whose name holds these words: for whoever looks for the cause of one. */
const ONLY = process.env['CHAOS_ONLY'] ?? '';
const FOLDER = process.env['CHAOS_DIR'] ?? mkdtempSync(join(tmpdir(), 'budget-ledger-chaos-'));

jest.setTimeout(IS_FULL ? 3_600_000 : 300_000);

const FULL_LOAD = { writers: 3, projectors: 2, clients: 12, thinkMs: 60 };
const SHORT_LOAD = { writers: 2, projectors: 1, clients: 8, thinkMs: 40 };

const table: Row[] = [];
let place: Place | undefined;

afterEach(async () => {
  await place?.stop();
  place = undefined;
});
afterAll(() => {
  if (IS_FULL) writeFileSync(join(FOLDER, 'table.md'), tableOf(table));
  else rmSync(FOLDER, { recursive: true, force: true });
});

const started = Date.now();

/** A long run says where it is; a test among others is silent. */
function say(words: string): void {
  if (IS_FULL) process.stderr.write(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${words}\n`);
}

async function open(name: string, options: Omit<PlaceOptions, 'folder'>): Promise<Place> {
  say(
    `${name}: starting ${options.brokers ?? 1} broker(s), ${options.writers} writers, ${options.projectors} projectors`,
  );
  // Postgres may run as another user, who has to be able to pass through.
  chmodSync(FOLDER, 0o711);
  place = await Place.start({ ...options, folder: join(FOLDER, name) });
  return place;
}

async function strike(at: Place, faults: readonly Fault[], rounds: number): Promise<Blow[]> {
  const blows: Blow[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const fault of faults) {
      const done = await blow(at, fault, round).catch((error: unknown) => {
        say(`round ${round + 1}/${rounds}, ${fault.name}: ${String(error)}`);
        throw error;
      });
      blows.push(done);
      say(
        `round ${round + 1}/${rounds}, ${fault.name}: hit ${done.hit}, went on after ${(done.recoveredAfterMs / 1_000).toFixed(1)} s; ` +
          `${at.load.told.length} answers so far`,
      );
    }
  }
  return blows;
}

/** Every promise, held against the log. Answers the table's lines. */
async function settle(at: Place, kinds: readonly string[], blows: readonly Blow[]): Promise<Row[]> {
  const { load } = at;
  await load.stop();
  say(`the clients have ${load.told.length} answers; reading the log`);
  const faultAt = (time: number) => blows.findLast(({ from }) => from <= time)?.fault ?? 'none';
  const { findings, accepted, voids } = audit(await readTopic(at.addresses, TOPIC), load.told, faultAt);
  const rows = rowsOf(['none', ...kinds], blows, load.told, findings);
  table.push(...rows);
  say(`${accepted.length} records accepted, ${voids} void\n${tableOf(rows)}`);
  expect({
    findings: wordsOf(findings),
    strange: load.strange,
    unanswered: load.unanswered,
    crashes: at.crashes,
  }).toEqual({ findings: [], strange: [], unanswered: [], crashes: [] });
  await compareTables(at, accepted.filter(({ stream }) => !isForged(stream)).length);
  return rows;
}

/** The tables, after all that happened to them, are those that a projection from scratch makes. */
async function compareTables(at: Place, accepted: number): Promise<void> {
  await at.untilProjected();
  const scratch = await at.projectFromScratch();
  try {
    const [lived, fresh] = [await dumpTables(at.database), await dumpTables(scratch.database)];
    say(`comparing ${Object.values(lived).flat().length} rows with a projection from scratch`);
    for (const [name, rows] of Object.entries(fresh)) {
      // A difference in a hundred thousand rows is told by its first row.
      const other = lived[name] ?? [];
      const first = rows.findIndex((row, n) => row !== other[n]);
      expect({ name, rows: other.length, first, row: other[first] }).toEqual({
        name,
        rows: rows.length,
        first: -1,
        row: undefined,
      });
    }
    // The opening record is no event.
    expect(lived['event']?.filter((row) => !String(row).startsWith('(99'))).toHaveLength(accepted - 1);
  } finally {
    await scratch.stop();
  }
}

function wordsOf(findings: readonly Finding[]): string[] {
  return findings.slice(0, 20).map(({ defect, fault, words }) => `${defect} (${fault}): ${words}`);
}

const testIfAsked = asked([...FAULTS, ...SUSPENSIONS, ...FOREIGN_FAULTS]).length > 0 ? test : test.skip;

testIfAsked('nothing answered is lost, doubled or altered, whatever is killed', async () => {
  const at = await open('one', IS_FULL ? FULL_LOAD : SHORT_LOAD);
  const faults = asked([...FAULTS, ...(IS_FULL ? [...SUSPENSIONS, ...FOREIGN_FAULTS] : FEW_FOREIGN_FAULTS)]);
  const blows = await strike(at, faults, ROUNDS);
  const rows = await settle(at, namesOf(faults), blows);
  for (const { fault, times } of rows) if (fault !== 'none') expect(times).toBeGreaterThanOrEqual(ROUNDS);
});

if (IS_FULL && asked([FULL_DISK]).length > 0) {
  test('a full disk stops the broker and not the promises', async () => {
    const disk = join(FOLDER, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]);
    try {
      const at = await open('full', { ...SHORT_LOAD, kafkaDir: disk });
      const blows = await strike(at, [FULL_DISK], ROUNDS);
      await settle(at, namesOf([FULL_DISK]), blows);
      await at.stop();
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
}

if (IS_FULL && asked(CLUSTER_FAULTS).length > 0) {
  test('three brokers: the loss of one delays, the loss of two is told, and both are mended', async () => {
    const at = await open('three', { ...FULL_LOAD, brokers: 3, writers: 2, projectors: 1 });
    await refusesTooFewInSync(at);
    const faults = asked(CLUSTER_FAULTS);
    const blows = await strike(at, faults, ROUNDS);
    await settle(at, namesOf(faults), blows);
  });
}

/** A topic of three replicas that calls one of them enough would lose what it acknowledged with one broker. */
async function refusesTooFewInSync({ addresses }: Place): Promise<void> {
  const admin = new Kafka({ brokers: addresses, logLevel: logLevel.NOTHING }).admin();
  const settings = {
    brokers: addresses,
    ledgerId: 'lax',
    clientId: 'chaos',
    prefix: 'lax',
    create: true,
    replication: 3,
  };
  await (await KafkaLog.open(settings)).close();
  const allow = async (value: string): Promise<void> => {
    const configEntries = [...KEEPS_ALL, { name: 'min.insync.replicas', value }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: 'lax.events', configEntries }],
    });
  };
  await admin.connect();
  try {
    await allow('1');
    await expect(KafkaLog.open(settings)).rejects.toThrow(/min\.insync\.replicas is 1 and must be at least 2/);
    await allow('2');
    await (await KafkaLog.open(settings)).close();
  } finally {
    await admin.disconnect();
  }
}

const KEEPS_ALL = [
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'max.message.bytes', value: String(8 * 1024 * 1024) },
];

function asked(faults: readonly Fault[]): Fault[] {
  return faults.filter(({ name }) => name.includes(ONLY));
}

function namesOf(faults: readonly Fault[]): string[] {
  return faults.map(({ name }) => name);
}
