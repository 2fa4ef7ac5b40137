import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { z } from 'zod';

import { eventSchema } from './event-schema';
import { type Fits, fitsOf } from './fits';
import { upcast } from './upcast';

const FOLDER = join(__dirname, '..', '..', '..', 'test', 'fixtures', 'events');
const samples = readdirSync(FOLDER).map((name) => {
  const { type, data } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { type: string; data: unknown };
  return upcast({ type, data });
});

/** Everything that the quick check knows, and what it must tell apart. */
const every = z.strictObject({
  text: z.string(),
  pattern: z.string().regex(/^a+$/),
  date: z.iso.date(),
  count: z.int(),
  bounded: z.int().min(0).max(9),
  flag: z.boolean(),
  choice: z.enum(['a', 'b']),
  only: z.literal(true),
  none: z.string().nullable(),
  maybe: z.string().optional(),
  list: z.array(z.string()).min(1),
  inner: z.object({ a: z.int() }),
  open: z.looseObject({ a: z.string() }),
  kinds: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['x', 'y']), a: z.int() }),
      z.strictObject({ kind: z.literal('z'), b: z.int() }),
    ]),
  ),
});
const one = {
  text: '',
  pattern: 'aa',
  date: '2024-02-29',
  count: -1,
  bounded: 9,
  flag: false,
  choice: 'b',
  only: true,
  none: null,
  maybe: 'm',
  list: ['1'],
  inner: { a: 1 },
  open: { a: 'a', b: [1] },
  kinds: [
    { kind: 'x', a: 1 },
    { kind: 'z', b: 2 },
  ],
};

/** What a value may be altered into: like what stood there, or quite another thing. */
const other = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', '1.00', '1', '2024-02-30', 'x', 0, 1.5, 2 ** 53, [], {}, ['1'], [1]),
  fc.jsonValue({ maxDepth: 1 }),
);
const alteration = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('set', 'drop', 'add'),
  name: fc.nat(),
  value: other,
});
type Alteration = typeof alteration extends fc.Arbitrary<infer T> ? T : never;

const NAMES = ['extra', '__proto__', 'constructor', 'a', 'kind', 'lines', 'to'];

/** Alters one place of a JSON value. */
function altered(value: unknown, { at, how, name, value: given }: Alteration): unknown {
  const copy = JSON.parse(JSON.stringify(value)) as unknown;
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const walk = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const [key, item] of Object.entries(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key });
      walk(item);
    }
  };
  walk(copy);
  const place = places[at % places.length];
  if (place === undefined) return copy;
  const { holder, key } = place;
  if (how === 'drop') Reflect.deleteProperty(holder, key);
  else {
    const target = how === 'add' ? (NAMES[name % NAMES.length] ?? '') : key;
    Object.defineProperty(holder, target, { value: given, enumerable: true, configurable: true, writable: true });
  }
  // A list may have been given a name, which no JSON holds.
  return JSON.parse(JSON.stringify(copy)) as unknown;
}

function quick(schema: z.ZodType): Fits {
  const fits = fitsOf(schema);
  if (fits === undefined) throw new Error('the quick check does not know this schema');
  return fits;
}

/** Answers how often the two agreed that a value fits. */
function agreement(schema: z.ZodType, valid: readonly unknown[]): number {
  const fits = quick(schema);
  let fitting = 0;
  const cases = fc.tuple(fc.constantFrom(...valid), fc.array(alteration, { maxLength: 2 }));
  fc.assert(
    fc.property(cases, ([sample, alterations]) => {
      const value = alterations.reduce(altered, sample);
      if (!fits(value)) return;
      fitting += 1;
      const parsed = schema.safeParse(value);
      expect(parsed.success).toBe(true);
      expect(parsed.data).toStrictEqual(value);
    }),
    { numRuns: 2_000 },
  );
  return fitting;
}

test('what fits is what the schema accepts, and leaves as it is', () => {
  expect(quick(every)(one)).toBe(true);
  expect(agreement(every, [one])).toBeGreaterThan(200);
});

test('every event ever written fits, and no altered one that the schema refuses or changes', () => {
  for (const sample of samples) expect([sample.type, quick(eventSchema)(sample)]).toEqual([sample.type, true]);
  expect(agreement(eventSchema, samples)).toBeGreaterThan(200);
});

test.each<[string, unknown]>([
  ['a field is missing', { ...one, text: undefined }],
  ['a field is unknown', { ...one, extra: 1 }],
  ['a pattern is not met', { ...one, pattern: 'b' }],
  ['a day does not exist', { ...one, date: '2024-02-30' }],
  ['a number is not whole', { ...one, count: 1.5 }],
  ['a list is empty', { ...one, list: [] }],
  ['an inner field would be dropped', { ...one, inner: { a: 1, b: 2 } }],
  ['an open object hides a prototype', { ...one, open: JSON.parse('{"a":"a","__proto__":{}}') as unknown }],
  ['its kind is unknown', { ...one, kinds: [{ kind: 'w', a: 1 }] }],
  ['its fields are those of another kind', { ...one, kinds: [{ kind: 'z', a: 1 }] }],
  ['it is a list', [one]],
  ['it is nothing', null],
])('it does not fit when %s', (_, value) => {
  expect(quick(every)(value)).toBe(false);
});

test('a choice that it does not know is left to the schema, and the others are not', () => {
  const fits = quick(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), n: z.int() }),
      z.strictObject({ kind: z.literal('b'), n: z.int().multipleOf(1) }),
    ]),
  );
  expect([fits({ kind: 'a', n: 1 }), fits({ kind: 'b', n: 1 })]).toEqual([true, false]);
});

test.each<[string, z.ZodType]>([
  ['a refinement', z.string().refine((text) => text !== 'x')],
  ['a refinement of an object', z.strictObject({ a: z.int() }).refine(({ a }) => a > 0)],
  ['a transformation', z.string().transform((text) => text.length)],
  ['an overwriting', z.string().trim()],
  ['a default', z.strictObject({ a: z.string().default('') })],
  ['a bound', z.string().max(3)],
  ['a bound of a number that is left out itself', z.int().gt(0)],
  ['a multiple', z.int().multipleOf(2)],
  ['a length', z.array(z.string()).max(3)],
  ['a format of its own', z.email()],
  ['a number that need not be whole', z.number()],
  ['a named rest', z.object({}).catchall(z.string())],
  ['a plain union', z.union([z.string(), z.int()])],
])('a schema with %s is left to the schema', (_, schema) => {
  expect(fitsOf(schema)).toBeUndefined();
  expect(fitsOf(z.strictObject({ inner: z.array(schema) }))).toBeUndefined();
});
