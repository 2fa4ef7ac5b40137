import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { effectsOf, emptyState, evolve, type EventType, stateToJson } from '#domain';
import { hashOf, parseEnvelope } from '#log';
import { eventOf } from '#wire';

/** Records as the ledger wrote them, byte for byte: a file for each type, version and kind ever written. They must fold for ever. */
const FOLDER = join(__dirname, 'fixtures', 'events');
const names = readdirSync(FOLDER).sort();

/** Every type that the program writes; a new one does not compile until it stands here, and does not pass without a sample. */
const WRITTEN: Record<EventType, true> = {
  'unit.registered.v1': true,
  'budget.allocated.v1': true,
  'balance.carried-over.v1': true,
  'budget.adjusted.v1': true,
  'performance-targets.set.v1': true,
  'publication-text.set.v1': true,
  'command.refused.v1': true,
};

/** The bytes are what was hashed, so a sample that was laid out anew is none. */
const HASHES: Record<string, string> = {
  'balance.carried-over.v1.carry-forward.json': '63c41708299a336f60b86a27c7f76e9464881833fc4be6943d02dcd64f01e4e9',
  'budget.adjusted.v1.cut.json': 'ee477ae656f0cec924e56e9b34d207c58072428d2f3758df48873007b80efcd3',
  'budget.adjusted.v1.supplement.json': 'a7b78f589a1ac0f6025274a06761d59a4ba06c535abf696bcd527da0d08edc65',
  'budget.adjusted.v1.transfer.json': 'a03b3e349406111fab063ee7e42b990a4f0a5efc7f363f10137be5332cf3e46b',
  'budget.allocated.v1.json': 'b2eb4d0abb502e62c39b1048dc6ecc68ca2f86f7b58c9708ca6a2a41006aa2c7',
  'command.refused.v1.json': '3047f5c70101628765ede3e81a331771101009f3636528b6cf54df7b2859f995',
  'performance-targets.set.v1.json': '3aa2d12cad3a49a33b9b34ad7f979b0bfbc2d2d5a6be7f59703c73978e9ee9bc',
  'publication-text.set.v1.json': '8d8b840ea3efbd9160231cdb45ef6589fa740b89f88c2e08cdcf6f31b15f4ea7',
  'unit.registered.v1.json': 'd3bfa7699dfe8d6348658af8c90ce4c65f79250ca09bf892a3dbebccc74cf0c3',
};

test('the samples are the bytes that were written', () => {
  const hashes = names.map((name) => [name, hashOf(readFileSync(join(FOLDER, name)))]);
  expect(Object.fromEntries(hashes)).toEqual(HASHES);
});

test('there is a sample of every type that is written', () => {
  for (const type of Object.keys(WRITTEN)) expect(names.some((name) => name.startsWith(type))).toBe(true);
});

test.each(names)('%s is understood and folds', (name) => {
  const envelope = parseEnvelope(readFileSync(join(FOLDER, name)));
  if (typeof envelope === 'string') throw new Error(envelope);
  const event = eventOf(envelope);
  const state = evolve(emptyState, event);
  const lines = stateToJson(state).unitYears.flatMap((unitYear) => unitYear.lines);
  expect(lines.length).toBe(new Set(effectsOf(event).map(({ line }) => JSON.stringify(line))).size);
});
