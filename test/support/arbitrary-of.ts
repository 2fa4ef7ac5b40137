import fc from 'fast-check';
import { z, type core } from 'zod';

/** Values that tests prefer for a field of this name, wherever it stands; a schema that does not take one gets others. */
type KnownFields = Readonly<Record<string, readonly unknown[]>>;

export interface ArbitraryOptions {
  known?: KnownFields;
  /** How many items an array may have at most, where its schema takes more. */
  mostItems?: number;
  /** How long a text may be at most, where its schema takes more. */
  mostCharacters?: number;
}

interface Context {
  known: KnownFields;
  mostItems: number;
  mostCharacters: number;
}

/**
 * Arbitrary values that a schema accepts, made from the schema itself, so that a field that comes later is tried from its first day:
 * the longest texts, the oddest characters, the largest amounts, the earliest and latest days, many items, each of them now and then.
 * A kind of schema that is not known here throws.
 */
export function arbitraryOf<Schema extends z.ZodType>(
  schema: Schema,
  { known = {}, mostItems = 300, mostCharacters = 4_000 }: ArbitraryOptions = {},
): fc.Arbitrary<z.input<Schema>> {
  return anyOf(schema, { known, mostItems, mostCharacters }) as fc.Arbitrary<z.input<Schema>>;
}

/** The choices of a union by the value of its discriminator: what a command or an event is, by its type. */
export function choicesOf(schema: z.ZodType, discriminator = 'type'): Map<string, z.ZodType> {
  const { def } = (schema as unknown as core.$ZodTypes)._zod;
  if (def.type !== 'union') throw new Error('only a union has choices');
  return new Map(
    def.options.flatMap((option) =>
      [...(option._zod.propValues?.[discriminator] ?? [])].map(
        (value) => [String(value), option as z.ZodType] as const,
      ),
    ),
  );
}

function anyOf(schema: core.$ZodType, context: Context): fc.Arbitrary<unknown> {
  const { def } = (schema as core.$ZodTypes)._zod;
  // Whatever kinds of schema there will be say so themselves.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (def.type) {
    case 'string':
      return anyString(schema, def, context);
    case 'number':
      return anyInteger(schema, def);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'nullable':
      return fc.oneof({ weight: 4, arbitrary: anyOf(def.innerType, context) }, fc.constant(null));
    case 'union':
      return fc.oneof(...def.options.map((option) => anyOf(option, context)));
    case 'array':
      return anyArray(def, context);
    case 'object':
      return accepted(schema, anyObject(def, context));
    case 'unknown':
      return fc.jsonValue({ maxDepth: 3 });
    default:
      throw new Error(`arbitraryOf does not know ${def.type}`);
  }
}

/** Only what the schema's own refinements accept. */
function accepted(schema: core.$ZodType, values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { checks = [] } = (schema as core.$ZodTypes)._zod.def;
  return checks.length === 0 ? values : values.filter((value) => accepts(schema, value));
}

function accepts(schema: core.$ZodType, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}

function anyObject({ shape, catchall }: core.$ZodObjectDef, context: Context): fc.Arbitrary<unknown> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  const requiredKeys: string[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const { def } = (schema as core.$ZodTypes)._zod;
    const isOptional = def.type === 'optional';
    fields[name] = withKnown(name, isOptional ? def.innerType : schema, context);
    if (!isOptional) requiredKeys.push(name);
  }
  const own = fc.record(fields, { requiredKeys });
  if (catchall?._zod.def.type !== 'unknown') return own;
  // What a loose object takes besides its fields, it takes under any other name.
  const others = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 10 }).filter((name) => !(name in shape) && name !== '__proto__'),
    fc.jsonValue({ maxDepth: 2 }),
    { maxKeys: 3 },
  );
  return fc.tuple(others, own).map(([besides, named]) => ({ ...besides, ...(named as object) }));
}

function withKnown(name: string, schema: core.$ZodType, context: Context): fc.Arbitrary<unknown> {
  const values = (context.known[name] ?? []).filter((value) => accepts(schema, value));
  const own = anyOf(schema, context);
  return values.length === 0 ? own : fc.oneof({ weight: 15, arbitrary: fc.constantFrom(...values) }, own);
}

function anyArray(def: core.$ZodArrayDef, context: Context): fc.Arbitrary<unknown[]> {
  const least = Number(checkOf(def, 'min_length')?.['minimum'] ?? 0);
  const most = Math.min(Number(checkOf(def, 'max_length')?.['maximum'] ?? Infinity), context.mostItems);
  // Within many items each is small: a text of the greatest length in each of them is more than any message may hold.
  const item = anyOf(def.element, context);
  const small = anyOf(def.element, { ...context, mostItems: 2, mostCharacters: 40 });
  const few = fc.array(item, { minLength: least, maxLength: Math.max(least, Math.min(most, 3)) });
  if (most <= 3) return few;
  const many = fc
    .tuple(fc.array(small, { minLength: 1, maxLength: 5 }), fc.integer({ min: Math.max(least, 4), max: most }))
    .map(([items, length]) => Array.from({ length }, (_, index) => items[index % items.length]));
  return fc.oneof({ weight: 15, arbitrary: few }, { weight: 1, arbitrary: many });
}

/** The bounds, their neighbours, and what computers find hard, as far as the schema takes them. */
function anyInteger(schema: core.$ZodType, def: core.$ZodNumberDef): fc.Arbitrary<number> {
  const least = bound(def, 'greater_than', Number.MIN_SAFE_INTEGER);
  const most = bound(def, 'less_than', Number.MAX_SAFE_INTEGER);
  const extremes = [least, least + 1, most - 1, most, -1, 0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 52].filter(
    (value) => accepts(schema, value),
  );
  const low = Math.max(least, 0);
  return fc.oneof(
    fc.integer({ min: least, max: most }),
    fc.constantFrom(...extremes),
    fc.integer({ min: low, max: Math.min(most, low + 99) }),
  );
}

function bound(def: core.$ZodNumberDef, check: string, otherwise: number): number {
  return Number(checkOf(def, check)?.['value'] ?? otherwise);
}

function checkOf({ checks = [] }: { checks?: core.$ZodCheck[] }, name: string): Record<string, unknown> | undefined {
  const found = checks.map(({ _zod }) => _zod.def).find(({ check }) => check === name);
  return found as Record<string, unknown> | undefined;
}

/** Texts that something has gone wrong with somewhere: in SQL, JSON, CSV, HTML, terminals, in counting or in cutting characters. */
const ODD_TEXTS = [
  '0',
  '00',
  '000',
  '999',
  '000000',
  '126000',
  '999999',
  '0000000',
  '9999999',
  '00000',
  '0.00',
  '0.01',
  '0.1',
  '1',
  '999999999999999',
  '9999999999999.99',
  '999999999999999.99',
  '99999999999999999999.99',
  '-99999999999999999999.99',
  '-0.00',
  '0000-01-01',
  '0001-01-01',
  '0099-12-31',
  '1582-10-10',
  '1899-12-31',
  '1900-01-01',
  '1900-12-31',
  '1969-12-31',
  '2024-02-29',
  '2038-01-19',
  '2199-12-31',
  '2200-01-01',
  '9999-12-31',
  '__proto__',
  'constructor',
  'toString',
  'null',
  "'; drop table event; --",
  '"quoted", and\\escaped\\u0000',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '<script>alert(1)</script>',
  '&amp;&#0;',
  ']]>',
  '{{7*7}}',
  '%00%c0%af',
  'a|b/c:d,e;f',
  '𠮷野家',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  'e\u0301\u0301\u0301\u0301',
  'שלום مرحبا',
  '\u202eabc\u2066def\u2069',
  '\u2028line\u2029paragraph',
  '\ufeffmark',
  '\u200b\u200d',
  '\ufffe\uffff',
  '\u{10ffff}\u{e0001}',
  '\uff1d全角',
  ' 上饶 ',
  '\u3000',
  '\t上饶',
  '两\n行\r\n',
  '\0',
  '\u001b[31m',
  '\ud800',
  'x\udc00y',
  'transit:361100/126@1',
];

/** What odd texts are made of, a character each. */
const CHARACTERS = [...new Set([...ODD_TEXTS, '上饶市妇女联合会abcXYZ 059'].flatMap((text) => Array.from(text)))];

function anyString(schema: core.$ZodType, def: core.$ZodStringDef, context: Context): fc.Arbitrary<string> {
  const odd = ODD_TEXTS.filter((text) => accepts(schema, text));
  const usual =
    'format' in def && def.format === 'date'
      ? anyDay(schema)
      : (ofPattern(schema, def) ?? anyText(schema, def, context));
  return odd.length === 0 ? usual : fc.oneof({ weight: 3, arbitrary: usual }, fc.constantFrom(...odd));
}

/** Days around the calendar of a budget; those that are far off are odd texts. */
function anyDay(schema: core.$ZodType): fc.Arbitrary<string> {
  const days = (from: string, to: string): fc.Arbitrary<string> =>
    fc
      .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
      .filter((day) => accepts(schema, day));
  return fc.oneof(days('2023-01-01', '2025-12-31'), days('1850-01-01', '2250-12-31'));
}

/** Codes, amounts and hashes are spelled out by their pattern. */
function ofPattern(schema: core.$ZodType, def: core.$ZodStringDef): fc.Arbitrary<string> | undefined {
  const patterns = (def.checks ?? []).flatMap(({ _zod }) => {
    const { pattern } = _zod.def as { pattern?: RegExp };
    return pattern === undefined ? [] : [pattern];
  });
  const spelled = patterns.find(
    ({ source }) => source.startsWith('^') && /[\d\w\]})]/.test(withoutLooks(source)) && !source.includes('[^'),
  );
  if (spelled === undefined) return undefined;
  return fc.stringMatching(new RegExp(withoutLooks(spelled.source))).filter((text) => accepts(schema, text));
}

/** What a pattern spells out, without what it only looks ahead for. */
function withoutLooks(source: string): string {
  const start = source.search(/\(\?[!=]/);
  if (start < 0) return source;
  let end = start;
  for (let depth = 0; end === start || depth > 0; end += 1) {
    if (source[end] === '(') depth += 1;
    if (source[end] === ')') depth -= 1;
  }
  return withoutLooks(source.slice(0, start) + source.slice(end));
}

/** Free text, seldom of the greatest length that the schema takes. */
function anyText(schema: core.$ZodType, def: core.$ZodStringDef, { mostCharacters }: Context): fc.Arbitrary<string> {
  const most = Math.min(Number(checkOf(def, 'max_length')?.['maximum'] ?? Infinity), mostCharacters);
  const usable = CHARACTERS.filter((character) => accepts(schema, `上${character}`));
  const characters = fc.array(fc.constantFrom(...usable), { minLength: 1, maxLength: 20 });
  const short = characters.map((some) => some.join(''));
  const longest = characters.map((some) => cut(some.join('').repeat(Math.ceil(most / some.length)), most));
  return fc
    .oneof({ weight: 15, arbitrary: short }, { weight: 1, arbitrary: longest })
    .map((text) => cut(text, most))
    .filter((text) => accepts(schema, text));
}

/** The first characters, without half of one at the end. */
function cut(text: string, most: number): string {
  const taken = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(taken) && taken.length < text.length ? `${taken.slice(0, -1)}界` : taken;
}
