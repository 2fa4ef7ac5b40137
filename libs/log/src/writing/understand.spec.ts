import type { Envelope } from '../rule/envelope';
import { toldOf, understand } from './understand';
import { type Added, adder } from '../../test/adder';

const strict = {
  ...adder,
  read: ({ type, data }: Envelope): Added => {
    if (type !== 'added.v1') throw new Error(`unknown event ${type}`);
    return { type, data } as Added;
  },
  refusalOf: ({ data }: Added) => (data.add < 0 ? { code: 'negative' } : undefined),
  warningOf: ({ data }: Added) => (data.add > 100 ? { lines: 1 } : undefined),
};
const envelopeOf = (type: string, add: number) => ({ type, data: { add } }) as Envelope;

test('an accepted record changes the state and says what a repeat is told', () => {
  expect(understand(strict, 5, envelopeOf('added.v1', 7))).toEqual({ state: 12, told: {} });
  expect(understand(strict, 5, envelopeOf('added.v1', -1))).toEqual({
    state: 4,
    told: { refusal: { code: 'negative' } },
  });
  expect(understand(strict, 5, envelopeOf('added.v1', 101)).told).toEqual({ warning: { lines: 1 } });
});

test('what the program does not know is thrown, as it was said', () => {
  expect(() => understand(strict, 5, envelopeOf('added.v2', 7))).toThrow('unknown event added.v2');
});

test('a domain without warnings has none to tell', () => {
  expect(toldOf({ refusalOf: () => undefined }, { type: 'added.v1', data: {} })).toEqual({});
});
