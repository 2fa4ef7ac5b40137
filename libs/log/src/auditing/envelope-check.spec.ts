import { EnvelopeCheck } from './envelope-check';
import type { Envelope } from '../rule/envelope';

const good = {
  id: '361100/126@3',
  source: 'urn:budget-ledger:spec',
  time: '2024-03-01T12:00:00.000Z',
  revision: 3,
  commandid: 'c',
} as Envelope;
const wrongIn = (other: Partial<Envelope>, before = '', isNewId = true, check = new EnvelopeCheck('spec')) =>
  check.wrongIn('361100/126', { ...good, ...other }, before, isNewId)?.en;

test('what a correct writer writes is found right', () => {
  expect(wrongIn({})).toBeUndefined();
  expect(wrongIn({}, good.time)).toBeUndefined();
});

test.each<[string, Partial<Envelope>, RegExp]>([
  ['the id of another stream', { id: '361100/127@3' }, /^its id is 361100\/127@3 and must be 361100\/126@3$/],
  ['the id of another revision', { id: '361100/126@33' }, /must be 361100\/126@3$/],
  ['another ledger', { source: 'urn:budget-ledger:other' }, /and must be urn:budget-ledger:spec$/],
  ['a day that is none', { time: '2024-13-01T12:00:00.000Z' }, /is no UTC instant/],
])('%s is told', (_, other, why) => {
  expect(wrongIn(other)).toMatch(why);
});

test('a time goes back to none, and an id comes once', () => {
  expect(wrongIn({}, '2024-03-01T12:00:00.001Z')).toMatch(/lies before 2024-03-01T12:00:00\.001Z/);
  expect(wrongIn({}, '', false)).toBe('the command id c stands in this stream already');
});

test('an hour that is none is seen on a day that is known already too', () => {
  const check = new EnvelopeCheck('spec');
  expect(wrongIn({}, '', true, check)).toBeUndefined();
  for (const hour of ['25:00:00', '12:60:00', '12:00:60'])
    expect(wrongIn({ time: `2024-03-01T${hour}.000Z` }, '', true, check)).toMatch(/is no UTC instant/);
});
