import { z } from 'zod';

import { wordsOfField } from './field-words';

export type JsonSchema = Record<string, unknown>;
type Options = Pick<z.core.ToJSONSchemaParams, 'target' | 'io' | 'metadata'>;

/** The JSON Schema of commands or events, in which every field says in both languages what it means. */
export function describedSchema(schema: z.ZodType, options: Options): JsonSchema {
  const described = z.toJSONSchema(schema, options) as JsonSchema;
  describe(described);
  return described;
}

function describe(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { properties } = node as { properties?: Record<string, JsonSchema> };
  for (const [name, field] of Object.entries(properties ?? {})) {
    const description = descriptionOf(name, field);
    if (description !== undefined) field['description'] = description;
  }
  for (const inner of Object.values(node)) describe(inner);
}

/** A field of one value, such as a discriminator, is told by its title or its name; the values of an enumeration are told besides. */
function descriptionOf(name: string, field: JsonSchema): string | undefined {
  const own = field['description'] as string | undefined;
  const words = wordsOfField(name);
  if (own === undefined || words === undefined) return own ?? words;
  const isEnumeration = Array.isArray(field['enum']) && field['enum'].length > 1;
  return isEnumeration ? `${words}: ${own}` : own;
}
