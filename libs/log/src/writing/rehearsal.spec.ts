import type { Outcome, Verdict } from '../ports';
import { Rehearsal, rehearseAll, type RehearsalStart } from './rehearsal';
import { hashOf } from '../rule/envelope';
import { adder, submissionOf } from '../../test/adder';

const head = { revision: 2, hash: hashOf('head') };
const start: RehearsalStart<number, Verdict> = {
  tip: { state: 5, head, time: '' },
  position: { partition: 1, offset: 40 },
  answered: () => undefined,
};
const context = { stream: 's', ledgerId: 'spec', clock: { own: 0 }, recordBytes: 1_000 };
const rehearsalOf = (other: Partial<typeof start> = {}) =>
  new Rehearsal({ ...start, ...other }, adder, context, () => Promise.resolve());

test('each command is decided against what those before it would leave, above the head that stands in the log', async () => {
  const rehearsal = rehearsalOf();
  expect(await rehearsal.decide(submissionOf('a', { add: 7 }))).toEqual({
    kind: 'rehearsed',
    event: { type: 'added.v1', data: { add: 7 } },
    before: 5,
    after: 12,
    revision: 2,
    head,
    position: { partition: 1, offset: 40 },
  });
  expect(await rehearsal.decide(submissionOf('b', { add: 1 }))).toMatchObject({
    before: 12,
    after: 13,
    revision: 3,
    head,
  });
});

test('a repeat is told what the first one was, and another body that its id is taken', async () => {
  const rehearsal = rehearsalOf();
  const first = await rehearsal.decide(submissionOf('a', { add: 7 }));
  expect(await rehearsal.decide(submissionOf('a', { add: 7 }))).toBe(first);
  expect(await rehearsal.decide(submissionOf('a', { commandHash: 'other' }))).toEqual({ kind: 'id-reused' });
  expect(await rehearsal.decide(submissionOf('b'))).toMatchObject({ before: 12 });
});

test('a wrong revision leaves its id free and changes nothing', async () => {
  const rehearsal = rehearsalOf();
  const wrong = { kind: 'wrong-revision', expected: 9, actual: 2 };
  expect(await rehearsal.decide(submissionOf('a', { expectedRevision: 9 }))).toEqual(wrong);
  expect(await rehearsal.decide(submissionOf('a', { expectedRevision: 2 }))).toMatchObject({ before: 5, after: 6 });
});

test('what is known already is answered without a decision', async () => {
  const stopped: Outcome = { kind: 'stopped', reason: 'damage' };
  const rehearsal = rehearsalOf({ answered: ({ commandId }) => (commandId === 'a' ? stopped : undefined) });
  expect(await rehearsal.decide(submissionOf('a'))).toBe(stopped);
  expect(await rehearsal.decide(submissionOf('b'))).toMatchObject({ before: 5 });
});

test('commands of several streams are decided in their order, each stream from one beginning', async () => {
  const begun: string[] = [];
  const rehearsalFor = (stream: string) => {
    begun.push(stream);
    return rehearsalOf();
  };
  const asked = ['s', 't', 's'].map((stream, n) => ({ stream, submission: submissionOf(`c${n}`, { add: n + 1 }) }));
  const outcomes = await rehearseAll(asked, rehearsalFor);
  expect(begun).toEqual(['s', 't']);
  expect(outcomes.map((outcome) => outcome.kind === 'rehearsed' && outcome.after)).toEqual([6, 7, 9]);
});
