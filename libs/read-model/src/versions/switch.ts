import { setTimeout as pause } from 'node:timers/promises';

import { type Database, inTransaction, rowsOf, sqlStateOf, type Transaction } from '#postgres';

import { LAST_READS_MS } from './gate';
import { lockOf } from './locks';
import { readServing, readVersion } from './register';
import { type ReadModelVersion, schemaOf } from './version';

/** What came of an attempt to move the pointer; why not is said in words. */
export type Moved = { moved: true; from?: string } | { moved: false; reason: string };

const SWITCH_LOCK = 5_160_323;
const LOOK_AGAIN_MS = 20;
/** The version that is left stands still for so long at most. */
const PATIENCE_MS = 3_000;

/**
 * Moves the pointer of a form to a version, in one transaction: whoever asks sees the one or the other. A version may be read once it
 * has everything that the one before it has, so that no reader's position goes back; for that the one before stands still meanwhile. Between
 * two moves some seconds pass.
 * `isForced` leaves that out: for a version that can never catch up, because it is of another log.
 */
export async function moveServing(
  database: Database,
  { version, form }: Pick<ReadModelVersion, 'version' | 'form'>,
  {
    isForced = false,
    patienceMs = PATIENCE_MS,
    lastReadsMs = LAST_READS_MS,
  }: { isForced?: boolean; patienceMs?: number; lastReadsMs?: number } = {},
): Promise<Moved> {
  if (!isForced) await untilLastReadsAreOver(database, form, version, lastReadsMs);
  try {
    return await inTransaction(database, async (client) => {
      await client.query(`set local lock_timeout = ${Math.max(1, patienceMs)}`);
      await client.query('select pg_advisory_xact_lock($1)', [SWITCH_LOCK]);
      const target = await readVersion(client, version);
      if (target === undefined)
        return { moved: false, reason: `没有版本 ${version}。 There is no version ${version}.` };
      if (target.form !== form) return { moved: false, reason: otherForm(version, target.form, form) };
      if (target.builtAt === null)
        return { moved: false, reason: `版本 ${version} 尚未建成。 Version ${version} is not built yet.` };
      const from = (await readServing(client, form))?.version;
      if (from === version) return { moved: true };
      if (from !== undefined && !isForced) {
        const reason = await whyBehind(client, from, version, patienceMs);
        if (reason !== undefined) return { moved: false, reason };
      }
      await client.query(
        `insert into read_model.serving (form, version, since) values ($1, $2, now())
             on conflict (form) do update set version = excluded.version, since = excluded.since`,
        [form, version],
      );
      await client.query('update read_model.version set served_at = coalesce(served_at, now()) where version = $1', [
        version,
      ]);
      return { moved: true, ...(from === undefined ? {} : { from }) };
    });
  } catch (error) {
    if (sqlStateOf(error) !== '55P03') throw error;
    return {
      moved: false,
      reason: '正在写入的事务没有及时结束，稍后再试。 A transaction that writes did not end in time; try again.',
    };
  }
}

/** A version that was left a moment ago is held back, and could not catch up. */
async function untilLastReadsAreOver(
  database: Database,
  form: number,
  version: string,
  lastReadsMs: number,
): Promise<void> {
  for (;;) {
    const serving = await readServing(database, form);
    if (serving === undefined || serving.version === version || serving.forMs > lastReadsMs) return;
    await pause(LOOK_AGAIN_MS);
  }
}

/** Keeps the version that is read from moving on, and gives the other one time to catch up with it. */
async function whyBehind(
  client: Transaction,
  from: string,
  to: string,
  patienceMs: number,
): Promise<string | undefined> {
  await client.query('select pg_advisory_xact_lock($1, 0)', [lockOf(from, 'projecting')]);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const behind = await behindOf(client, from, to);
    if (behind.otherLog) {
      return `版本 ${to} 来自另一本日志。 Version ${to} was filled from another log than version ${from}.`;
    }
    if (behind.records === 0) return undefined;
    if (Date.now() > deadline) {
      return (
        `版本 ${to} 还差 ${behind.records} 条记录；请让它的投影服务运行。 ` +
        `Version ${to} is ${behind.records} records behind version ${from}: a projector of it has to run.`
      );
    }
    await pause(LOOK_AGAIN_MS);
  }
}

async function behindOf(
  client: Transaction,
  from: string,
  to: string,
): Promise<{ records: number; otherLog: boolean }> {
  const [row] = await rowsOf<{ records: string | null; other_log: boolean | null }>(
    client,
    `select (select sum(greatest(0, old.next_offset - coalesce(new.next_offset, 0)))
               from ${schemaOf(from)}.checkpoint as old left join ${schemaOf(to)}.checkpoint as new using (partition)) as records,
            (select old.hash <> new.hash from ${schemaOf(from)}.stream_head as old join ${schemaOf(to)}.stream_head as new using (stream)
              where stream = 'ledger') as other_log`,
  );
  return { records: Number(row?.records ?? 0), otherLog: row?.other_log === true };
}

function otherForm(version: string, itsForm: number, form: number): string {
  return (
    `版本 ${version} 的表结构为第 ${itsForm} 式，本程序读第 ${form} 式；请用相应的程序。 ` +
    `The tables of version ${version} are of form ${itsForm}, and this program reads form ${form}: use the program that reads them.`
  );
}
