import { firstHash, hashOf, parseEnvelope } from '../rule/envelope';
import { inSteps, makingRecord, type Tip } from './make-record';
import { adder, submissionOf } from '../../test/adder';

const NOW = Date.parse('2024-05-01T08:00:00.000Z');
const context = { stream: 's', ledgerId: 'spec', clock: { own: NOW, broker: NOW }, recordBytes: 1_000 };
const tip: Tip<number> = { state: 5, head: { revision: 2, hash: hashOf('head') }, time: '2024-04-30T00:00:00.000Z' };
const atOnce = () => Promise.reject(new Error('no turn is needed'));
const make = (where: Partial<typeof context> = {}, from = tip, decider = adder) =>
  inSteps(makingRecord(decider, { ...context, ...where }, from, submissionOf('c', { add: 7 })), () => false, atOnce);

test('a record extends the tip with what was decided, and its bytes are what is hashed', () => {
  const made = make();
  if (made instanceof Promise || made.kind !== 'made') throw new Error('nothing was made');
  expect(parseEnvelope(made.bytes)).toEqual(made.envelope);
  expect(made.envelope).toMatchObject({
    id: 's@3',
    source: 'urn:budget-ledger:spec',
    subject: 's',
    revision: 3,
    prevhash: tip.head.hash,
    time: '2024-05-01T08:00:00.000Z',
    commandid: 'c',
    data: { add: 7 },
  });
  expect(made.after).toEqual({
    state: 12,
    head: { revision: 3, hash: hashOf(made.bytes) },
    time: '2024-05-01T08:00:00.000Z',
  });
});

test('the first record of a stream extends nothing but the name of its ledger and stream', () => {
  const head = { revision: 0, hash: firstHash('spec', 's') };
  expect(make({}, { state: 0, head, time: '' })).toMatchObject({
    envelope: { revision: 1, prevhash: firstHash('spec', 's') },
  });
});

test('no record is made that the broker would not take, or by a clock that cannot be believed', () => {
  const made = make() as { bytes: Buffer };
  const bytes = made.bytes.length;
  expect(make({ recordBytes: bytes })).toMatchObject({ kind: 'made' });
  expect(make({ recordBytes: bytes - 1 })).toEqual({ kind: 'too-large', bytes, limitBytes: bytes - 1 });
  expect(make({ clock: { own: NOW, broker: NOW + 90_000 } })).toMatchObject({ kind: 'clock-apart' });
  expect(make({}, { ...tip, time: '2024-05-01T08:02:00.000Z' })).toMatchObject({ kind: 'stream-ahead' });
});

test('a small one is made at once, a large one with turns for others between its steps', async () => {
  const steps: string[] = [];
  const decider: typeof adder = {
    ...adder,
    decide: (state, command) => {
      steps.push('decide');
      return adder.decide(state, command);
    },
    evolve: (state, event) => {
      steps.push('evolve');
      return adder.evolve(state, event);
    },
  };
  const making = makingRecord(decider, context, tip, submissionOf('c'));
  const made = inSteps(
    making,
    () => true,
    () => {
      steps.push('turn');
      return Promise.resolve();
    },
  );
  expect(steps).toEqual(['decide', 'turn']);
  expect(await made).toMatchObject({ kind: 'made' });
  expect(steps).toEqual(['decide', 'turn', 'evolve', 'turn', 'turn']);
});

test('what the decider throws is thrown', () => {
  const decide = (): never => {
    throw new Error('not thought of');
  };
  expect(() => make({}, tip, { ...adder, decide })).toThrow('not thought of');
});
