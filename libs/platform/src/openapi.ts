import { describedSchema, NAMED_SCHEMAS } from '#wire';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type SchemaObject = Exclude<Schemas[string], { $ref: string }>;

const OPENAPI = { target: 'openapi-3.0', metadata: NAMED_SCHEMAS } as const;

/**
 * The OpenAPI schema of what a zod schema accepts or gives, so that the documentation cannot differ from the code. Named schemas stand in its
 * `definitions` until the document is whole: `withNamedSchemas` brings them together.
 */
export function openApiSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): SchemaObject {
  return z.toJSONSchema(schema, { ...OPENAPI, io }) as SchemaObject;
}

/** The same of a command, whose fields are told in both languages. */
export function openApiCommandSchemaOf(schema: z.ZodType): SchemaObject {
  return describedSchema(schema, { ...OPENAPI, io: 'input' });
}

const LOCAL = '#/definitions/';

/** The document with each named schema in its components, once. Throws where two schemas have one name. */
export function withNamedSchemas(document: OpenAPIObject): OpenAPIObject {
  const named = new Map<string, unknown>();
  const whole = JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string' && value.startsWith(LOCAL)) {
      return `#/components/schemas/${value.slice(LOCAL.length)}`;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (key !== 'definitions') return inPlace(value);
    for (const [name, schema] of Object.entries(value as Record<string, unknown>)) {
      const known = named.get(name) ?? schema;
      if (JSON.stringify(known) !== JSON.stringify(schema)) throw new Error(`two schemas are named ${name}`);
      named.set(name, known);
    }
    return undefined;
  }) as OpenAPIObject;
  const schemas = Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))) as Schemas;
  return { ...whole, components: { ...whole.components, schemas: { ...whole.components?.schemas, ...schemas } } };
}

/** A reference that says nothing besides stands by itself; one that may be null says of what type it is otherwise. */
function inPlace(schema: object): unknown {
  const { allOf, ...rest } = schema as { allOf?: unknown[] };
  if (allOf?.length !== 1) return schema;
  if (Object.keys(rest).length === 0) return allOf[0];
  return 'nullable' in rest && !('type' in rest) ? { type: 'object', ...rest, allOf } : schema;
}
