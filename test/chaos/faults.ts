import { setTimeout as pause } from 'node:timers/promises';

import type { Database } from '#read-model';

import type { Place } from './place';
import type { Blow } from './report';
import type { ServiceProcess } from './service-process';
import { until } from './wait';

/** Brings one fault about and repairs it. Answers what was under way when it hit; with 0 it does not count. */
export interface Fault {
  name: string;
  strike(place: Place, round: number): Promise<number>;
}

/** Longer than a client waits for a request, and than the session of a group's member; see libs/log. */
const PAST_REQUESTS_MS = 17_000;
const PAST_SESSIONS_MS = 33_000;
/** A fault that met nobody at work is tried again. */
const TRIES = 5;

const killWriter: Fault = {
  name: 'writer killed (-9)',
  async strike({ writers, load }, round) {
    const n = round % writers.length;
    await until('commands are under way at the writer', () => load.underWayAt(n) > 1, { everyMs: 1 });
    const unanswered = load.mark(n);
    await writers[n]?.kill();
    await pause(50);
    const hit = unanswered();
    writers[n]?.start();
    await writers[n]?.untilReady();
    return hit;
  },
};

const killBroker: Fault = {
  name: 'broker killed (-9), restarted',
  async strike({ brokers, load }) {
    // It dies where it was stopped, and what has come meanwhile is surely on its way: by itself it answers faster than a signal comes.
    brokers[0]?.suspend();
    await until('commands are under way', () => load.underWayAt() > 2, { everyMs: 1 });
    const unanswered = load.mark();
    await brokers[0]?.kill();
    await pause(1_000);
    const hit = unanswered();
    await brokers[0]?.start();
    return hit;
  },
};

const suspendBroker: Fault = {
  name: 'broker suspended past timeouts',
  async strike({ brokers, load }, round) {
    await until('commands are under way', () => load.underWayAt() > 2, { everyMs: 1 });
    const unanswered = load.mark();
    brokers[0]?.suspend();
    await pause(round % 5 === 4 ? PAST_SESSIONS_MS : PAST_REQUESTS_MS);
    const hit = unanswered();
    brokers[0]?.resume();
    return hit;
  },
};

const killProjector: Fault = {
  name: 'projector killed (-9) in a batch',
  async strike({ projectors, database }) {
    const struck = await inMidBatch(database, projectors, ([first]) => first?.kill());
    struck[0]?.start();
    await struck[0]?.untilReady();
    return Math.min(struck.length, 1);
  },
};

const killPostgres: Fault = {
  name: 'Postgres killed (-9) in a batch',
  async strike({ projectors, database, postgres }) {
    const struck = await inMidBatch(database, projectors, () => postgres.kill());
    await pause(500);
    await postgres.start();
    return struck.length;
  },
};

/** A process that stood still comes back with what it believed before, when others have long done its work. */
const suspendWriter: Fault = {
  name: 'writer suspended past timeouts',
  async strike({ writers, load }, round) {
    const n = round % writers.length;
    await until('commands are under way at the writer', () => load.underWayAt(n) > 1, { everyMs: 1 });
    const unanswered = load.mark(n);
    writers[n]?.suspend();
    const before = load.told.length;
    await pause(PAST_REQUESTS_MS);
    const hit = unanswered();
    writers[n]?.resume();
    if (load.told.length === before) throw new Error('the other writers did not go on');
    return hit;
  },
};

const suspendProjector: Fault = {
  name: 'projector suspended in a batch',
  async strike({ projectors, database }) {
    const struck = await inMidBatch(database, projectors, ([first]) => {
      first?.suspend();
      return undefined;
    });
    await pause(PAST_REQUESTS_MS);
    struck[0]?.resume();
    await struck[0]?.untilReady();
    return Math.min(struck.length, 1);
  },
};

export const SUSPENSIONS: readonly Fault[] = [suspendWriter, suspendProjector];

export const FAULTS: readonly Fault[] = [killWriter, killBroker, killProjector, killPostgres, suspendBroker];

export const CLUSTER_FAULTS: readonly Fault[] = [
  {
    name: 'one broker of three killed (-9)',
    async strike({ brokers, load }, round) {
      const broker = brokers[round % brokers.length];
      await until('commands are under way', () => load.underWayAt() > 2, { everyMs: 1 });
      const hit = load.underWayAt();
      await broker?.kill();
      // The other two go on while it is away.
      const before = load.told.length;
      await until('two brokers of three go on', () => load.told.length > before + 50);
      await broker?.start();
      return hit;
    },
  },
  {
    name: 'two brokers of three killed (-9) at once',
    async strike(place, round) {
      const [first, second] = [place.brokers[round % 3], place.brokers[(round + 1) % 3]];
      await until('commands are under way', () => place.load.underWayAt() > 2, { everyMs: 1 });
      const unanswered = place.load.mark();
      await Promise.all([first?.kill(), second?.kill()]);
      await untilRefusedClearly(place);
      const hit = unanswered();
      await Promise.all([first?.start(), second?.start()]);
      return hit;
    },
  },
];

/** The disk of the broker is filled, which ends the broker; room is made, and it comes back. */
export const FULL_DISK: Fault = {
  name: "the broker's disk full",
  async strike(place) {
    const [broker] = place.brokers;
    const giveBack = place.fillDisk();
    // It lives until it has to write more than its open files have room for; what is under way then is hit.
    await broker?.ended();
    const unanswered = place.load.mark();
    await untilRefusedClearly(place);
    const hit = unanswered();
    giveBack();
    await broker?.start();
    return hit;
  },
};

/** Writes must not be acknowledged now: each is answered 503 or 504 with its id, and every writer says that it is not ready. */
async function untilRefusedClearly({ writers, load }: Place): Promise<void> {
  const answers = await Promise.all(writers.map((_, writer) => load.probe(writer)));
  for (const { status, code } of answers) {
    if (!['503 stream-stopped', '503 overloaded', '503 contended', '504 fate-unknown'].includes(`${status} ${code}`)) {
      throw new Error(`a write without its brokers was answered ${status} ${code}`);
    }
  }
  for (const writer of writers) {
    await until(`${writer.name} says that it is not ready`, async () => (await writer.readiness())?.ready === false);
  }
}

/** Does a fault until it has hit something, and waits until everything goes on. */
export async function blow(place: Place, fault: Fault, round: number): Promise<Blow> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    place.load.fault = fault.name;
    const from = Date.now();
    const hit = await fault.strike(place, round);
    const repaired = Date.now();
    await place.untilAllGoesOn();
    if (hit > 0) return { fault: fault.name, from, hit, recoveredAfterMs: Date.now() - repaired };
  }
  throw new Error(`${fault.name}: nothing was under way in ${TRIES} tries`);
}

/**
 * Strikes while projectors stand in the middle of a transaction: the checkpoint is moved and the rows are not written yet. A lock on
 * the table of the events holds them there. Which of them come so far is theirs to settle, since of several that project the same
 * records all but one wait for the checkpoint. Answers those that did.
 */
async function inMidBatch(
  database: Database,
  projectors: readonly ServiceProcess[],
  strike: (standing: readonly ServiceProcess[]) => Promise<void> | undefined,
): Promise<readonly ServiceProcess[]> {
  const holder = await database.connect();
  // The connection may be what is struck.
  holder.on('error', () => undefined);
  try {
    await holder.query('begin');
    await holder.query('lock table event in exclusive mode');
    let standing: readonly ServiceProcess[] = [];
    const someoneStands = async (): Promise<boolean> => {
      const names = await namesInMidBatch(database);
      standing = projectors.filter(({ name }) => names.includes(name));
      return standing.length > 0;
    };
    await until('a projector is in the middle of a batch', someoneStands, { everyMs: 5 });
    await strike(standing);
    return standing;
  } finally {
    await holder.query('rollback').catch(() => undefined);
    holder.release(true);
  }
}

async function namesInMidBatch(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
      where wait_event_type = 'Lock' and query ~ '^(insert into|copy) event\\M'`,
  );
  return rows.map(({ name }) => name);
}
