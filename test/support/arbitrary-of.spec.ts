import { EVENT_TYPES } from '#domain';
import { commandSchema, eventSchema } from '#wire';
import fc from 'fast-check';

import { arbitraryOf, choicesOf } from './arbitrary-of';

/** What the generator makes is what the schemas accept, of every type, or tests that build on it would try little. */
describe.each([
  ['commands', commandSchema],
  ['events', eventSchema],
])('arbitrary %s', (_, schema) => {
  it.each([...choicesOf(schema)])('%s', (type, choice) => {
    fc.assert(
      fc.property(arbitraryOf(choice), (value) => {
        expect(value).toMatchObject({ type });
        const parsed = schema.safeParse(value);
        if (!parsed.success) throw new Error(JSON.stringify(parsed.error.issues[0]));
      }),
      { numRuns: 20 },
    );
  });
});

it('knows every type of event', () => {
  expect([...choicesOf(eventSchema).keys()].sort()).toEqual([...EVENT_TYPES].sort());
});

it('reaches what is odd: the longest text, many lines, characters beyond the first plane', () => {
  const texts = fc
    .sample(arbitraryOf(commandSchema), { numRuns: 1_000, seed: 1 })
    .map((command) => JSON.stringify(command));
  expect(texts.some((text) => /"reason":"[^"]{3990,}/.test(text))).toBe(true);
  expect(texts.some((text) => text.split('"amountYuan"').length > 100)).toBe(true);
  expect(texts.some((text) => text.includes('𠮷'))).toBe(true);
  expect(texts.some((text) => text.includes('ש'))).toBe(true);
  expect(texts.some((text) => text.includes('"999999999999999"'))).toBe(true);
});
