import type { Draw } from '../../libs/domain/test/draw';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Stands for a text that is put into the JSON as it is, since no value of this language is written so. */
const raw = (text: string): string => `@raw:${text}@`;

const NUMBERS: readonly [Json, ...Json[]] = [
  0,
  -1,
  1.5,
  1899,
  1900,
  2100,
  2101,
  2200,
  275_760,
  2 ** 31,
  2 ** 53,
  1e21,
  raw('9007199254740993'),
  raw('-0'),
  raw('1e999'),
  raw('1E400'),
  raw('123456789012345678901234567890'),
  raw('0.1e-400'),
];

const DATES: readonly [string, ...string[]] = [
  '0000-01-01',
  '0001-01-01',
  '1582-10-10',
  '1899-12-31',
  '1900-01-01',
  '2024-02-29',
  '2023-02-29',
  '2024-02-30',
  '2024-13-01',
  '2024-1-1',
  '2200-12-31',
  '2201-01-01',
  '9999-12-31',
  '10000-01-01',
  '+275760-09-13',
  '-000001-01-01',
  '2024-01-01T00:00:00Z',
  '２０２４-01-01',
  '20240101',
];

const TEXTS: readonly [string, ...string[]] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '\u202e文\u202c',
  '\ufeff',
  '\u200b',
  '１２６',
  '١٢٣',
  'e\u0301',
  '𠮷',
  '__proto__',
  'constructor',
  'toString',
  'null',
  "'; drop table event; --",
  '%00',
  '${jndi:ldap://x}',
  '<script>alert(1)</script>',
  '=1+1',
  '\r\n\r\n',
  '\u2028',
  '.',
  '..',
  '/',
  '\\',
  'transit:361100/126@1:receive',
];

const AMOUNTS: readonly [Json, ...Json[]] = [
  '1e3',
  '-1',
  '-0',
  '0',
  '0.00',
  '00.1',
  '0.001',
  '1.005',
  '.5',
  '5.',
  ' 1',
  '1,000',
  '１.００',
  '999999999999999.99',
  '9999999999999999',
  'NaN',
  'Infinity',
  '0x10',
  1,
  0.1,
];

/** A value that nobody expects; large ones are rare, since they take their time. */
function hostileValue(draw: Draw): Json {
  if (draw.oneIn(60)) return largeValue(draw);
  switch (draw.below(9)) {
    case 0:
      return draw.of(NUMBERS);
    case 1:
      return draw.of(DATES);
    case 2:
    case 3:
      return draw.of(TEXTS);
    case 4:
      return draw.of(AMOUNTS);
    case 5:
      return draw.of<Json>([null, true, false, {}, [], [[]], [null], { toString: 1 }, { length: -1 }]);
    case 6:
      return nested(1 + draw.below(200));
    case 7:
      return draw.of(TEXTS).repeat(1 + draw.below(300));
    default:
      return anyText(draw, 1 + draw.below(30));
  }
}

function largeValue(draw: Draw): Json {
  switch (draw.below(4)) {
    case 0:
      return '长'.repeat(draw.of([4_001, 100_000, 1_000_000]));
    case 1:
      return raw(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    case 2:
      return Array.from({ length: 20_000 }, () => null);
    default:
      return Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`unknown-${n}`, n]));
  }
}

function nested(depth: number): Json {
  let value: Json = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Any units of UTF-16, halves of pairs among them. */
export function anyText(draw: Draw, length: number): string {
  const units = Array.from({ length }, () => (draw.oneIn(3) ? draw.below(0x10000) : 32 + draw.below(95)));
  return String.fromCharCode(...units);
}

export function hostileText(draw: Draw): string {
  const value = hostileValue(draw);
  return typeof value === 'string' ? value.replace(/^@raw:(.*)@$/s, '$1') : JSON.stringify(value);
}

/** Letters that look like others: Cyrillic, full width, with a zero-width companion. */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  c: 'с',
  p: 'р',
  i: 'і',
  y: 'ｙ',
  u: 'u\u200d',
};

/** Changes one to three places of a value; keys too. */
export function mutated(draw: Draw, value: Json): Json {
  let changed = structuredClone(value);
  for (let times = 1 + draw.below(3); times > 0; times -= 1) changed = mutatedOnce(draw, changed);
  return changed;
}

function mutatedOnce(draw: Draw, root: Json): Json {
  const holders = holdersIn(root);
  const holder = draw.anyOf(holders);
  if (holder === undefined || draw.oneIn(40)) return hostileValue(draw);
  if (Array.isArray(holder)) mutateArray(draw, holder);
  else mutateObject(draw, holder);
  return root;
}

function holdersIn(value: Json): (Json[] | { [key: string]: Json })[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}

function mutateArray(draw: Draw, array: Json[]): void {
  const at = draw.below(array.length);
  switch (draw.below(4)) {
    case 0:
      array.splice(at, 1);
      return;
    case 1:
      array.push(hostileValue(draw));
      return;
    case 2:
      array.push(...structuredClone(array), ...structuredClone(array));
      return;
    default:
      array[at] = hostileValue(draw);
  }
}

function mutateObject(draw: Draw, object: { [key: string]: Json }): void {
  const key = draw.anyOf(Object.keys(object));
  if (key === undefined) return;
  const value = object[key] as Json;
  switch (draw.below(8)) {
    case 0:
      Reflect.deleteProperty(object, key);
      return;
    case 1:
      Reflect.deleteProperty(object, key);
      set(object, lookAlike(draw, key), value);
      return;
    case 2:
      set(
        object,
        draw.of(['unknown', '__proto__', 'constructor', 'toString', '', 'TYPE', 'dryRun', 'opening', 'to']),
        value,
      );
      return;
    case 3:
      object[key] = [value];
      return;
    default:
      object[key] = hostileValue(draw);
  }
}

/** Also a key that has a meaning in this language becomes a key like any other. */
function set(object: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function lookAlike(draw: Draw, key: string): string {
  const at = key.split(/(?:)/u).findIndex((letter) => letter in LOOK_ALIKE);
  if (at < 0 || draw.oneIn(3)) return draw.of([`${key} `, key.toUpperCase(), `${key}\u200b`, `${key}\0`]);
  return `${key.slice(0, at)}${LOOK_ALIKE[key.charAt(at)] ?? ''}${key.slice(at + 1)}`;
}

/** JSON with the raw texts in their places. */
export function textOfJson(value: Json): string {
  return JSON.stringify(value).replace(/"@raw:(.*?)@"/g, '$1');
}
