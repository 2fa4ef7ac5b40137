import { type Attempt, attemptOf, isKnownUnrecorded, isOutcome } from './attempt';

const last: Attempt = { commandId: 'first', content: '{"a":1}', isSent: true };

test('the same content goes out with the same id for as long as its outcome is not known', () => {
  expect(attemptOf('{"a":1}', last, () => 'second')).toBe(last);
});

test('other content, or the same after its outcome, is another try', () => {
  expect(attemptOf('{"a":2}', last, () => 'second')).toMatchObject({ commandId: 'second', isSent: false });
  expect(attemptOf('{"a":1}', undefined, () => 'second')).toMatchObject({ commandId: 'second' });
});

test('a refusal ends a try; no answer, a dead service and an ended session do not', () => {
  expect([422, 409].every(isOutcome)).toBe(true);
  expect([0, 401, 403, 500, 503].some(isOutcome)).toBe(false);
  expect([0, 401, 500, 503].some(isKnownUnrecorded)).toBe(false);
});
