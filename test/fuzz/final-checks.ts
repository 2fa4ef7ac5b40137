import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { partitionOf } from '#log';
import { readStates, type UnitYearKey, unitYearId } from '#read-model';
import { statutoryTable, tableNumbersOf } from '#report';

import { replay } from '../../apps/auditor/src/replay';
import { Draw } from '../../libs/domain/test/draw';
import { endsOf, readTopic } from '../chaos/topic';
import { until } from '../chaos/wait';
import { READS_EVERYTHING } from '../support/callers';
import { LEDGER_ID, PARTITIONS } from './forged';
import type { Place } from './place';
import { isVictim } from './plan';
import type { Receipt } from './receipts';

const CLI = join(__dirname, '..', '..', 'dist', 'apps', 'standalone', 'src', 'cli.js');
const WITHIN_MS = 60_000;
const FEW = 5;
const NAMED = /^\d{6}\/\d{3}$/;

/** One line of what was checked at the end, and what was wrong. */
export interface Check {
  what: string;
  seen: string;
  wrong: string[];
}

interface HeadRow {
  stream: string;
  revision: string;
  hash: string;
  stopped: string | null;
}

/** Everything that has to hold when all has been sent, one after another. */
export async function finalChecks(
  place: Place,
  receipts: readonly Receipt[],
  { folder, replays, seed, say }: { folder: string; replays: number; seed: number; say: (words: string) => void },
): Promise<Check[]> {
  const checks: Check[] = [];
  const add = async (what: string, check: () => Promise<Omit<Check, 'what'>>): Promise<void> => {
    const done = await check().catch((error: unknown) => ({ seen: '', wrong: [String(error)] }));
    say(`${what}: ${done.seen}${done.wrong.length === 0 ? '' : ` WRONG ${done.wrong.slice(0, FEW).join('; ')}`}`);
    checks.push({ what, ...done, wrong: done.wrong.slice(0, FEW).map((words) => `${what}: ${words}`) });
  };
  await add('the log is projected to its end', () => projected(place));
  await add('every process is ready', () => ready(place));
  const heads = await headsIn(place);
  await add('what was answered is projected', () => answered(place, receipts, heads));
  await add('nothing stops but forged streams, and says so', () => stopped(place, heads));
  await add('verify finds nothing but forgeries', () => verified(place, receipts, heads, folder));
  await add('the tables are those of a rebuild', () => rebuilt(place));
  await add('a replay shows the same tables', () => replayed(place, replays, new Draw(seed)));
  await add('budget.tables holds the newest states', () => published(place));
  return checks;
}

async function projected({ database, servers }: Place): Promise<Omit<Check, 'what'>> {
  const ends = await endsOf(servers.brokers, `${servers.prefix}.events`);
  const isDone = async (): Promise<boolean> => {
    const { rows } = await database.query<{ partition: number; next: string }>(
      'select partition, next_offset as next from checkpoint',
    );
    const next = new Map(rows.map((row) => [row.partition, Number(row.next)]));
    return [...ends].every(([partition, end]) => (next.get(partition) ?? 0) >= end);
  };
  await until('the log is projected to its end', isDone, { withinMs: WITHIN_MS, everyMs: 100 });
  const records = [...ends.values()].reduce((sum, end) => sum + end, 0);
  return { seen: `${records} offsets`, wrong: [] };
}

async function ready({ all }: Place): Promise<Omit<Check, 'what'>> {
  const crashes = all.flatMap((service) => service.crashes);
  if (crashes.length > 0) return { seen: '', wrong: crashes };
  let said: unknown[] = [];
  const areReady = async (): Promise<boolean> => {
    const readiness = await Promise.all(all.map((service) => service.readiness()));
    said = readiness;
    return readiness.every((each) => each?.ready === true);
  };
  const wrong: string[] = [];
  await until('ready', areReady, { withinMs: WITHIN_MS, everyMs: 200 }).catch(() => wrong.push(JSON.stringify(said)));
  return { seen: `${all.length} processes`, wrong };
}

async function headsIn({ database }: Place): Promise<ReadonlyMap<string, HeadRow>> {
  const { rows } = await database.query<HeadRow>('select stream, revision, hash, stopped from stream_head');
  return new Map(rows.map((row) => [row.stream, row]));
}

/** Each receipt names a record that the tables have by the same hash. */
async function answered(
  { database }: Place,
  receipts: readonly Receipt[],
  heads: ReadonlyMap<string, HeadRow>,
): Promise<Omit<Check, 'what'>> {
  const { rows } = await database.query<{ stream: string; revision: string; hash: string }>(
    'select stream, revision, hash from event',
  );
  const hashes = new Map(rows.map(({ stream, revision, hash }) => [`${stream}@${revision}`, hash]));
  const wrong = receipts.flatMap(({ stream, revision, hash }) => {
    const own = hashes.get(`${stream}@${revision}`);
    if (own === hash) return [];
    const { stopped } = heads.get(stream) ?? {};
    return [`${stream}@${revision} was answered as ${hash} and is ${own ?? 'not there'} (stopped: ${stopped ?? 'no'})`];
  });
  return { seen: `${receipts.length} answers, ${rows.length} events`, wrong };
}

async function stopped({ services }: Place, heads: ReadonlyMap<string, HeadRow>): Promise<Omit<Check, 'what'>> {
  const all = [...heads.values()].flatMap(({ stream, stopped: why }) => (why === null ? [] : [{ stream, why }]));
  const healthy = all
    .filter(({ stream }) => !isVictim(stream))
    .map(({ stream, why }) => `${stream} has stopped: ${why}`);
  const silent: string[] = [];
  for (const { stream } of all.slice(-20)) {
    const answer = await fetch(`${services.query.url}${addressOf(stream)}`, { headers: READS_EVERYTHING });
    const body = await answer.text();
    if (!body.includes('"stopped"') || !body.includes(`"${stream}"`))
      silent.push(`${stream} is answered ${answer.status} ${body.slice(0, 300)}`);
  }
  return { seen: `${all.length} streams stopped`, wrong: [...healthy, ...silent] };
}

/** What was forged under a name that no department can have is told by its division. */
function addressOf(stream: string): string {
  return NAMED.test(stream) ? `/v1/streams/${stream}` : `/v1/divisions/${stream.split('/')[0] ?? ''}/units`;
}

interface Verification {
  partitions: { records: number; accepted: number; void: number; junk: number }[];
  faults: { partition: number; offset: number; stream?: string; why: { en: string } }[];
  heads: { stream: string; revision: number; hash: string }[];
}

/** The auditor reads the log alone, with every answer as an anchor. */
async function verified(
  place: Place,
  receipts: readonly Receipt[],
  heads: ReadonlyMap<string, HeadRow>,
  folder: string,
): Promise<Omit<Check, 'what'>> {
  const anchors = join(folder, 'receipts.ndjson');
  writeFileSync(anchors, receipts.map((receipt) => `${JSON.stringify(receipt)}\n`).join(''));
  const { out, errors } = await cli(place, [
    'verify',
    '--json',
    ...(receipts.length === 0 ? [] : ['--anchors', anchors]),
  ]);
  if (!out.startsWith('{')) return { seen: '', wrong: [out.slice(0, 500) + errors.slice(0, 500)] };
  const { partitions, faults, heads: ownHeads } = JSON.parse(out) as Verification;
  const foreign = faults.filter(({ stream }) => stream === undefined || !isVictim(stream));
  const wrong = foreign.map(({ partition, offset, stream, why }) => `${partition}:${offset} ${stream ?? ''} ${why.en}`);
  for (const { stream, revision, hash } of ownHeads) {
    const head = heads.get(stream);
    if (typeof head?.stopped === 'string' || (Number(head?.revision) === revision && head?.hash === hash)) continue;
    // A fault of its own ends the judgement of a stream before its projection ends.
    if (isVictim(stream) && faults.some((fault) => fault.stream === stream)) continue;
    wrong.push(`${stream} is projected up to ${head?.revision ?? 'nothing'}, the log has ${revision}`);
  }
  const sum = (field: 'records' | 'accepted' | 'void' | 'junk'): number =>
    partitions.reduce((total, partition) => total + partition[field], 0);
  const seen = `${sum('records')} records: ${sum('accepted')} accepted, ${sum('void')} void, ${sum('junk')} junk; ${faults.length} forged streams named`;
  return { seen, wrong };
}

async function rebuilt(place: Place): Promise<Omit<Check, 'what'>> {
  const { code, out, errors } = await cli(place, ['projections']);
  const rows = [...out.matchAll(/^\S+\s+(\d+)\s/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  return { seen: `${rows} rows`, wrong: code === 0 ? [] : [`${out}${errors}`.slice(-1_500)] };
}

async function cli(place: Place, args: string[]): Promise<{ code: number | null; out: string; errors: string }> {
  const env = { ...place.env, PATH: process.env['PATH'] };
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, out, errors };
}

async function unitYears({ database }: Place): Promise<(UnitYearKey & { revision: number })[]> {
  const all: (UnitYearKey & { revision: number })[] = [];
  for (;;) {
    const { states } = await readStates(database, {}, all.at(-1), 500);
    if (states.length === 0) return all;
    all.push(
      ...states.map(({ division, unit, fiscalYear, touched }) => ({
        division,
        unit,
        fiscalYear,
        revision: touched.revision,
      })),
    );
  }
}

async function replayed(place: Place, count: number, draw: Draw): Promise<Omit<Check, 'what'>> {
  const { brokers, prefix } = place.servers;
  const whole = (await unitYears(place)).filter(({ division, unit }) => !isVictim(division) && unit.length === 6);
  const wrong: string[] = [];
  let cells = 0;
  for (let n = 0; n < count && whole.length > 0; n += 1) {
    const chosen = whole.splice(draw.below(whole.length), 1)[0] as UnitYearKey;
    const { division, unit, fiscalYear: year } = chosen;
    const question = {
      ledgerId: LEDGER_ID,
      division,
      department: unit.slice(0, 3),
      unit,
      year,
      asOf: undefined,
      effectiveOn: undefined,
      measure: 'current' as const,
      chartFiles: [],
    };
    const { input } = await replay({ brokers, prefix }, question);
    for (const number of tableNumbersOf(input)) {
      const answer = await fetch(
        `${place.services.query.url}/v1/units/${division}/${unit}/years/${year}/tables/${number}`,
        { headers: READS_EVERYTHING },
      );
      const shown = ((await answer.json()) as { rows?: string[][] }).rows;
      const { rows } = statutoryTable(number, input);
      cells += rows.flat().length;
      if (JSON.stringify(shown) !== JSON.stringify(rows)) wrong.push(`${unitYearId(chosen)}, table ${number}`);
    }
  }
  return { seen: `${cells} cells of ${count} units`, wrong };
}

/** Also where somebody forged a newer state, the last record of a key is what the tables hold. */
async function published(place: Place): Promise<Omit<Check, 'what'>> {
  const { brokers, prefix } = place.servers;
  const expected = await unitYears(place);
  const behind = async (): Promise<string[]> => {
    const last = new Map<string, unknown>();
    for (const { partition, key, value } of await readTopic(brokers, `${prefix}.tables`)) {
      const id = key?.toString() ?? '';
      // In another partition than its key's a record is nobody's, and nobody can take it back.
      if (partitionOf(id, PARTITIONS) === partition) last.set(id, revisionIn(value));
    }
    return expected.flatMap((state) => {
      const revision = last.get(unitYearId(state));
      return revision === state.revision ? [] : [`${unitYearId(state)} is ${String(revision)}, not ${state.revision}`];
    });
  };
  let wrong: string[] = [];
  const isDone = async (): Promise<boolean> => (wrong = await behind()).length === 0;
  await until('the tables are published', isDone, { withinMs: WITHIN_MS / 2, everyMs: 1_000 }).catch(() => undefined);
  return { seen: `${expected.length} unit-years`, wrong };
}

function revisionIn(value: Buffer | null): unknown {
  try {
    return (JSON.parse(value?.toString() ?? 'null') as { revision?: unknown } | null)?.revision;
  } catch {
    return 'junk';
  }
}
