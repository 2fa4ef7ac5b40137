import { partitionOf } from '#log';
import { Kafka, logLevel } from 'kafkajs';

import { type Codec, ForeignProducer, type ForgedRecord, type Forgery } from '../support/foreign-producer';
import { HOSTILE_RECORDS } from '../support/hostile-records';
import { signedBy } from '../support/signing';
import { TestLog } from '../support/test-log';
import type { Fault } from './faults';
import { FORGED_DIVISION } from './orders';
import type { Place } from './place';
import { until } from './wait';

const LEDGER_ID = 'budget-ledger';
const COMMANDS = 'budget.commands';
const TABLES = 'budget.tables';
/** The consumer group of the intake, see libs/log. */
const INTAKE = 'budget-intake';
const CODECS: readonly Codec[] = ['gzip', 'snappy', 'lz4', 'zstd'];

/** Writes as no part of the ledger would, and waits until all transactions have ended. */
async function forge(
  { addresses }: Place,
  forgery: Forgery,
  holdOpen: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const producer = await ForeignProducer.connect(addresses, 'budget', holdOpen);
  try {
    const places = await producer.send(forgery);
    await producer.settle();
    return places;
  } finally {
    await producer.close();
  }
}

function record(key: string | null, value: Buffer | string | null, partition: number): ForgedRecord {
  return {
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value as string),
    partition,
    headers: {},
  };
}

/** Partitions take turns, so that all of them are struck in a long run. */
function junkAt(round: number, partitions: number): ForgedRecord[] {
  return [record('foreign', 'no event', round % partitions), record(null, null, round % partitions)];
}

function packedOnEvents(codec: Codec): Fault {
  return {
    name: `foreign records in events (${codec})`,
    async strike(place, round) {
      const records = junkAt(round, 6);
      await forge(place, { topic: 'events', records, codec, fate: 'plain' });
      return records.length;
    },
  };
}

function packedOnCommands(codec: Codec): Fault {
  return {
    name: `foreign messages in commands (${codec})`,
    async strike(place, round) {
      const places = await forge(place, { topic: 'commands', records: junkAt(round, 6), codec, fate: 'plain' });
      await untilIntakeHasPassed(place, places);
      return places.length;
    },
  };
}

function transaction(fate: 'committed' | 'aborted' | 'open for a while'): Fault {
  const name = fate === 'open for a while' ? 'open' : fate;
  return {
    name: `a transaction in events (${name})`,
    async strike(place, round) {
      const records = junkAt(round, 6);
      // While it is open, commands are answered as before.
      await forge(place, { topic: 'events', records, codec: 'none', fate }, () => place.untilAllGoesOn());
      return records.length;
    },
  };
}

const LONG = 'x'.repeat(1_000_000);
const POISONS: readonly (readonly [string | null, string | Buffer | null])[] = [
  ['361100/100', `{"commandId":"${LONG}"}`],
  ['361100/100', '{"division":{"toString":1},"department":{"toString":1}}'],
  [LONG, '{}'],
  ['361100/100', '['.repeat(1_000_000)],
  ['361100/100', Buffer.from([0xff, 0xfe, 0x00])],
  [null, null],
  ['361100/100', `{"commandId":"a\\u0000","division":"\\ud800"}`],
  ['361100/100', `{${'"k":{'.repeat(20_000)}${'}'.repeat(20_000)}}`],
  ['361100/100', `{"type":"AllocateBudget","lines":[${'{},'.repeat(200_000)}{}]}`],
  ['', '""'],
];

const poisonedCommand: Fault = {
  name: 'a poisoned message in commands',
  async strike(place, round) {
    const [key, value] = POISONS[round % POISONS.length] ?? [null, null];
    // What nobody has signed is answered unread.
    const records = [record(key, value === null ? null : signedBy('chaos', value), round % 6)];
    const places = await forge(place, { topic: 'commands', records, codec: 'none', fate: 'plain' });
    await untilIntakeHasPassed(place, places);
    return places.length;
  },
};

/** The intake has answered what stands there, or set it aside: its group has committed the place behind it. */
async function untilIntakeHasPassed({ addresses }: Place, places: readonly string[]): Promise<void> {
  const admin = new Kafka({ brokers: addresses, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const hasPassed = async (): Promise<boolean> => {
      const [topic] = await admin.fetchOffsets({ groupId: INTAKE, topics: [COMMANDS] });
      const next = new Map(topic?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
      return places.every((place) => {
        const [partition = 0, offset = 0] = place.split(':').map(Number);
        return (next.get(partition) ?? 0) > offset;
      });
    };
    await until('the intake has passed the message', hasPassed, { withinMs: 30_000 });
  } finally {
    await admin.disconnect();
  }
}

const BASIS = { division: FORGED_DIVISION, documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01' };
const STOPPING = HOSTILE_RECORDS.filter(({ isReadable = false }) => !isReadable);

/** A budget of a department of its own, well chained, as somebody who can write to the topic would write it. */
function forgedBudget(department: string): TestLog {
  const log = new TestLog(6, LEDGER_ID);
  const own = { ...BASIS, department };
  const unit = `${department}001`;
  log.post({ ...own, type: 'RegisterUnit', commandId: 'r', unit, name: '样例单位', departmentName: '样例部门' });
  const line = { unit, source: 'general-public-budget', function: '2012901', economic: '30201' } as const;
  const lines = [{ ...line, category: 'operating', amountYuan: '1.00' } as const];
  log.post({ ...own, type: 'AllocateBudget', commandId: 'a', fiscalYear: 2024, lines });
  return log;
}

function forgeryOf(log: TestLog): Forgery {
  const records = log.records.flat().map(({ partition, key, value }) => ({ partition, key, value, headers: {} }));
  return { topic: 'events', records, codec: 'none', fate: 'plain' };
}

/** A department for each round, of which nobody else knows. */
function departmentOf(round: number, first: number): string {
  return String(first + round);
}

const unprojectableEvent: Fault = {
  name: 'a forged event that cannot be projected',
  async strike(place, round) {
    const department = departmentOf(round, 100);
    const stream = `${FORGED_DIVISION}/${department}`;
    const log = forgedBudget(department);
    // Ten rounds meet records of all sorts; those of one sort stand together in the list.
    const hostile = STOPPING[(round * 3) % STOPPING.length];
    hostile?.write(log, stream, department);
    await forge(place, forgeryOf(log));
    const hasStopped = async (): Promise<boolean> => {
      const { rowCount } = await place.database.query(
        'select 1 from stream_head where stream = $1 and stopped is not null',
        [stream],
      );
      return rowCount === 1;
    };
    await until(`the projection of ${stream} has stopped at ${hostile?.name ?? ''}`, hasStopped, { withinMs: 30_000 });
    return 1;
  },
};

const forgedTables: Fault = {
  name: 'a forged record in tables',
  async strike(place, round) {
    const department = departmentOf(round, 300);
    const stream = `${FORGED_DIVISION}/${department}`;
    await forge(place, forgeryOf(forgedBudget(department)));
    const key = `${FORGED_DIVISION}/${department}001/2024`;
    await newRecord(place, key, 0, (value) => value.includes(`"eventId":"${stream}@2"`));
    const [forgery] = ['{"revision":9007199254740991}', 'no JSON'].slice(round % 2);
    const records = [record(key, forgery ?? null, partitionOf(key, 6))];
    const [at = ''] = await forge(place, { topic: 'tables', records, codec: 'none', fate: 'plain' });
    const behind = Number(at.split(':')[1]) + 1;
    await newRecord(place, key, behind, (value) => value.includes(`"eventId":"${stream}@2"`));
    return 1;
  },
};

/** Waits for a record of this key at or behind an offset of the topic of tables. */
async function newRecord(
  { addresses }: Place,
  key: string,
  from: number,
  isIt: (value: string) => boolean,
): Promise<void> {
  const partition = partitionOf(key, 6);
  const kafka = new Kafka({ brokers: addresses, logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `chaos-tables-${Date.now()}`, maxWaitTimeInMs: 100 });
  let isFound = false;
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: TABLES, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ partition: own, message }) => {
        if (own !== partition || Number(message.offset) < from || message.key?.toString() !== key) {
          return Promise.resolve();
        }
        isFound ||= isIt(message.value?.toString() ?? '');
        return Promise.resolve();
      },
    });
    if (from > 0) consumer.seek({ topic: TABLES, partition, offset: String(from) });
    // All that was ever published is read before it.
    await until(`${key} is published`, () => isFound, { withinMs: 180_000 });
  } finally {
    await consumer.disconnect();
  }
}

/** A database that can be read and not written, as one is that has become a standby: nothing may stop for good, and readiness tells. */
const refusingDatabase: Fault = {
  name: 'Postgres takes nothing',
  async strike(place) {
    const { projectors, database } = place;
    const client = await database.connect();
    const turn = async (setting: 'on' | 'off'): Promise<void> => {
      await client.query(`alter database chaos set default_transaction_read_only = ${setting}`);
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    };
    try {
      await turn('on');
      await client.query('set default_transaction_read_only = off');
      await Promise.all(
        projectors.map((projector) =>
          until(
            `${projector.name} says that it stands still`,
            async () => (await projector.readiness())?.ready === false,
            {
              withinMs: 25_000,
            },
          ),
        ),
      );
      return projectors.length;
    } finally {
      await turn('off');
      client.release(true);
    }
  },
};

/** What may come from whoever can write to the topics, and from a database that does not take what it is given. */
export const FOREIGN_FAULTS: readonly Fault[] = [
  ...CODECS.map(packedOnEvents),
  ...CODECS.map(packedOnCommands),
  transaction('committed'),
  transaction('aborted'),
  transaction('open for a while'),
  poisonedCommand,
  unprojectableEvent,
  forgedTables,
  refusingDatabase,
];

/** One of each sort, for the short version; the others take longer or differ little. */
export const FEW_FOREIGN_FAULTS: readonly Fault[] = [
  packedOnEvents('zstd'),
  packedOnCommands('snappy'),
  transaction('aborted'),
  transaction('open for a while'),
  poisonedCommand,
  unprojectableEvent,
];
