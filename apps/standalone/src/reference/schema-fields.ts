import type { JsonSchema } from '#wire';

import { code } from './markdown';

/** A field of a command or an event, with the path that leads to it: `lines[].unit`. */
export interface FieldRow {
  path: string;
  /** Of a field that only some forms have: which ones. */
  when: string;
  type: string;
  isRequired: boolean;
  meaning: string;
}

/** The forms of a schema that has several: each says its title and what tells it from the others. */
export interface Form {
  title: string | undefined;
  schema: JsonSchema;
}

export function formsOf(schema: JsonSchema): Form[] {
  const options = (schema['oneOf'] ?? schema['anyOf']) as JsonSchema[] | undefined;
  if (options === undefined) return [{ title: schema['title'] as string | undefined, schema }];
  return options.flatMap(formsOf);
}

/** All fields of an object, those within fields behind them. */
export function rowsOf(schema: JsonSchema, prefix = '', when = ''): FieldRow[] {
  const required = new Set(schema['required'] as string[] | undefined);
  return Object.entries(propertiesOf(schema)).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const meaning = (field['description'] as string | undefined) ?? '';
    const row = { path, when, type: typeOf(field), isRequired: required.has(name), meaning };
    return [row, ...innerRows(field, path, when)];
  });
}

export function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema['properties'] ?? {}) as Record<string, JsonSchema>;
}

function innerRows(field: JsonSchema, path: string, when: string): FieldRow[] {
  const items = field['items'] as JsonSchema | undefined;
  if (items !== undefined) return innerRows(items, `${path}[]`, when);
  const forms = formsOf(field).filter(({ schema }) => schema['properties'] !== undefined);
  if (forms.length < 2) return forms.flatMap(({ schema }) => rowsOf(schema, `${path}.`, when));
  // Commands within a combination and events within one stand in their own sections.
  if (forms.some(({ schema }) => 'type' in propertiesOf(schema))) return [];
  return forms.flatMap(({ schema }) => rowsOf(schema, `${path}.`, whenOf(schema)));
}

/** `section = duties` */
function whenOf(schema: JsonSchema): string {
  const [name, field] = Object.entries(propertiesOf(schema)).find(([, { const: value }]) => value !== undefined) ?? [];
  return name === undefined ? '' : `${name} = ${String(field?.['const'])}`;
}

/** The type with its format and bounds, such as `integer 2000…2100`. */
function typeOf(field: JsonSchema): string {
  const options = (field['anyOf'] ?? field['oneOf']) as JsonSchema[] | undefined;
  if (options !== undefined) return [...new Set(options.map(typeOf))].join(' | ');
  if ('const' in field) return code(JSON.stringify(field['const']));
  const values = field['enum'] as unknown[] | undefined;
  if (values !== undefined) return 'enum';
  const { type, format, items } = field as { type?: string; format?: string; items?: JsonSchema };
  if (items !== undefined) return `array${boundsOf(field, 'minItems', 'maxItems')} of ${itemsWord(items)}`;
  const formatted = format === 'date' ? 'date' : `${type ?? 'any'}${shortPattern(field)}`;
  return `${formatted}${boundsOf(field, 'minLength', 'maxLength')}${boundsOf(field, 'minimum', 'maximum')}`;
}

function itemsWord(items: JsonSchema): string {
  return formsOf(items).some(({ schema }) => schema['properties'] !== undefined) ? 'object' : typeOf(items);
}

function boundsOf(field: JsonSchema, least: string, most: string): string {
  const [from, to] = [field[least], field[most]];
  // Every whole number that JSON can tell is no bound.
  const isBound = (value: unknown): value is number =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  if (!isBound(from) && !isBound(to)) return '';
  return ` ${isBound(from) ? from : ''}…${isBound(to) ? to : ''}`;
}

/** Patterns of codes can be read; those of texts fill a page, and errors say what they ask for. */
function shortPattern(field: JsonSchema): string {
  const pattern = field['pattern'];
  return typeof pattern === 'string' && pattern.length <= 30 && !pattern.includes('\\p') ? ` ${code(pattern)}` : '';
}
