import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { effectsOf, emptyState, EVENT_TYPES, evolve, stateToJson } from '#domain';
import { hashOf, parseEnvelope } from '#log';
import { eventOf } from '#wire';

/** Records as the ledger wrote them, byte for byte: a file for each type, version and kind ever written. They must fold for ever. */
const FOLDER = join(__dirname, '..', 'fixtures', 'events');
const names = readdirSync(FOLDER).sort();

/** The bytes are what was hashed, so a sample that was laid out anew is none. */
const HASHES: Record<string, string> = {
  'balance.carried-over.v1.carry-forward.json': '63c41708299a336f60b86a27c7f76e9464881833fc4be6943d02dcd64f01e4e9',
  'balance.carried-over.v2.carry-forward.json': '10fe53113f3fb3637c7250f30bcb1276b9c8158718354f2422bdec23472bcbac',
  'balance.carried-over.v2.opening.json': 'b3bc9d0b64e81c0e32687eaec2176ac66def93986161377107eaf24e0411db77',
  'balance.carried-over.v2.surplus.json': 'b7816c43992be514a593bd9b9fb068aab284e45eaa8ebe52e53cabb9b4ac1f9f',
  'balance.reclaimed.v1.json': '1dfd40f5601ee54e04fdf7af6c1aa67ec7d6c5d017640ecb5fe7806893e39b6e',
  'budget.adjusted.v1.cut.json': 'ee477ae656f0cec924e56e9b34d207c58072428d2f3758df48873007b80efcd3',
  'budget.adjusted.v1.supplement.json': 'a7b78f589a1ac0f6025274a06761d59a4ba06c535abf696bcd527da0d08edc65',
  'budget.adjusted.v1.transfer.json': 'a03b3e349406111fab063ee7e42b990a4f0a5efc7f363f10137be5332cf3e46b',
  'budget.allocated.v1.json': 'b2eb4d0abb502e62c39b1048dc6ecc68ca2f86f7b58c9708ca6a2a41006aa2c7',
  'budget.allocated.v1.zero.json': '21e94a975f9d00911af8bd9d0b42d81ae2df667f0fd9fba0dc41fbc4151fcb8e',
  'budget.handed-down.v1.json': 'd9e5855f470e2eb407fd763d5705824f67442111f1eb934ab7ab2478dc1f37d1',
  'ceiling.set.v1.lifted.json': '4757a86abb105a8e6000aea5f65862dd7ede331390e711cd9c821e066d3766a9',
  'ceiling.set.v1.three-public.json': '3f70a104cdbb626fb7e3c79ac686b31ddac630e60f60ab9315de2a5fc0665116',
  'command.refused.v1.json': '3047f5c70101628765ede3e81a331771101009f3636528b6cf54df7b2859f995',
  'commands.combined.v1.json': '4dec1f84eafc82e16925aa4b59c5867525f3b557440b61b71048d6aa5ceed040',
  'department-transfer.received.v1.json': '221716777211c7817bddb3a48c663711296a29c1212c4b0111f6cb60143da325',
  'department-transfer.returned.v1.json': 'cf1d29146b2b10754704e055f18f0d44af36eb9b04a4bd8b5d477d9a4701f3f3',
  'department-transfer.sent.v1.json': '7a9e7c06e0b9d7a9f761f94f90e0f3b56ab8f98aae4c19b19c08f782953ce30d',
  'department-transfer.settled.v1.json': '75f1e70a2c0105c4c42a4f41fc023d390d19dfbe4fb73dc7e97c0edca114ae93',
  'event.reversed.v1.json': '331821504aaf59c0423e5b05151181cb8123a89a37bce088ea33d1dbe8a9f885',
  'funds.frozen.v1.json': '5dd31f5cfae9501de8a54bcde32b82e49c0202ab9adb0bce1028c3b9941855de',
  'funds.released.v1.json': 'fa795c2996eace4ffecf44b60c8ea04b174dbc949c05b31efae034d0f2891fb0',
  'payment.recorded.v1.beyond-freeze.json': '756916f233c63f2179293c64c7bf1ca4b23fcd750c2d849dd00af7b913f2185f',
  'payment.recorded.v1.from-freeze.json': 'a68a6fcc6c0af44d128b11983fbd81d2e52f6063002fd057af7f0f9b5baabc36',
  'payment.recorded.v1.plain.json': 'b45c796444499e96106a502aed905cd127064308f12b0377289410961461c75b',
  'performance-targets.set.v1.json': '3aa2d12cad3a49a33b9b34ad7f979b0bfbc2d2d5a6be7f59703c73978e9ee9bc',
  'publication-text.set.v1.json': '8d8b840ea3efbd9160231cdb45ef6589fa740b89f88c2e08cdcf6f31b15f4ea7',
  'refund.recorded.v1.json': '2078131875bb2980502ef17cbd87c729558b3a313ac1e207d43da4b3fd1a7604',
  'unit.registered.v1.authority.json': '3c9687dc62f43053bb5e38457c25fa56231d519a79a5d16561c0f7abe6dbdf7a',
  'unit.registered.v1.json': 'd3bfa7699dfe8d6348658af8c90ce4c65f79250ca09bf892a3dbebccc74cf0c3',
  'year.closed.v1.json': '9d39f2bfd9c57f116849927c567ff628cd81aefa55abe402326e431ee0d5ca8a',
  'year.closed.v1.not-carried-over.json': '9f160c0ec606817085cca1d1308a212d671f170b05b20add99d4f2f1aa3319d7',
  'year.reopened.v1.json': '808b8ea8b5cfcc2331a49abc2eb02e04039a616c6a7f6f38448e182d2ed32d12',
};

test('the samples are the bytes that were written', () => {
  const hashes = names.map((name) => [name, hashOf(readFileSync(join(FOLDER, name)))]);
  expect(Object.fromEntries(hashes)).toEqual(HASHES);
});

/** A new type does not pass without a sample. */
test('there is a sample of every type that is written', () => {
  for (const type of EVENT_TYPES) expect(names.some((name) => name.startsWith(`${type}.`))).toBe(true);
});

test.each(names)('%s is understood and folds', (name) => {
  const envelope = parseEnvelope(readFileSync(join(FOLDER, name)));
  if (typeof envelope === 'string') throw new Error(envelope);
  const event = eventOf(envelope);
  const state = evolve(emptyState, event);
  const lines = stateToJson(state).unitYears.flatMap((unitYear) => unitYear.lines);
  expect(lines.length).toBe(new Set(effectsOf(event).map(({ line }) => JSON.stringify(line))).size);
});
