import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { finalChecks } from './final-checks';
import { ownServers, Place, type Servers, sharedServers } from './place';
import { findingAsText, reportAsMarkdown } from './report';
import { type Range, Shooting } from './shooting';
import { Watchdog } from './watchdog';

/** `npm run fuzz` names its folder and how much it wants; without that this is the short version, on the servers of the test command. */
const FOLDER = process.env['FUZZ_DIR'];
const IS_FULL = FOLDER !== undefined;
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const ONLY = process.env['FUZZ_ONLY'] ?? '';

/** What a process may hold: room for garbage of bodies of 8 MiB, and nothing that grows with what was sent. */
const MOST_MIB = 1_024;
const SHOWN = 12;

jest.setTimeout(IS_FULL ? 7_200_000 : 300_000);

const started = Date.now();
let servers: Servers | undefined;
let place: Place | undefined;
let shooting: Shooting | undefined;
let watchdog: Watchdog | undefined;
const folder = FOLDER ?? mkdtempSync(join(tmpdir(), 'budget-ledger-fuzz-'));

beforeAll(async () => {
  servers = IS_FULL ? await ownServers(folder) : await sharedServers();
  place = await Place.start(folder, servers);
});
afterAll(async () => {
  await watchdog?.stop();
  await shooting?.stop();
  await place?.stop();
  await servers?.stop();
  if (!IS_FULL) rmSync(folder, { recursive: true, force: true });
});

/** A long run says where it is; a test among others is silent. */
function say(words: string): void {
  if (IS_FULL) process.stderr.write(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${words}\n`);
}

function rangeOf(only: string): Range {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(only) ?? [];
  return from === undefined ? { from: 0, to: REQUESTS } : { from: Number(from), to: Number(to ?? from) + 1 };
}

test('whatever is sent is answered, stands, is projected and can be rebuilt, and stops nothing else', async () => {
  if (place === undefined) throw new Error('nothing was started');
  const range = rangeOf(ONLY);
  shooting = await Shooting.start(place);
  watchdog = new Watchdog(place.all);
  const { findings } = shooting;
  say(`seed ${SEED}: sending ${range.to - range.from} requests`);
  const sending = Date.now();
  let told = 0;
  await shooting.send(SEED, range, (n) => {
    for (; told < findings.length; told += 1) {
      const finding = findings[told];
      if (finding !== undefined && told < SHOWN) say(findingAsText(finding, SEED));
    }
    if ((n + 1) % 1_000 === 0) say(`${n + 1} sent, ${findings.length} findings`);
  });
  const seconds = (Date.now() - sending) / 1_000;
  say('all is sent; looking at what became of it');
  const replays = IS_FULL && ONLY === '' ? 20 : 3;
  const checks = await finalChecks(place, shooting.receipts, { folder, replays, seed: SEED, say });
  await watchdog.stop();
  const lines = [...shooting.lines.values()];
  const { callers } = shooting;
  const report = { seed: SEED, lines, callers, findings, watched: watchdog.seen, checks, seconds };
  if (IS_FULL) writeFileSync(join(folder, 'table.md'), reportAsMarkdown(report));
  expect({
    findings: findings.slice(0, SHOWN).map((finding) => findingAsText(finding, SEED)),
    notAlive: watchdog.wrong.slice(0, SHOWN),
    tooLarge: watchdog.seen.filter(({ mostMiB }) => mostMiB > MOST_MIB),
    checks: checks.flatMap(({ wrong }) => wrong),
  }).toEqual({ findings: [], notAlive: [], tooLarge: [], checks: [] });
});
