import { z } from 'zod';

/**
 * The names by which an OpenAPI document tells schemas: one that has a name is told once and referred to, and generated clients name their
 * types after it. Documents that are told whole do not look here.
 */
export const SCHEMA_NAMES = z.registry<{ id: string }>();

/** What is told of a schema in any document, and its name. */
class NamedSchemas extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  override get(schema: z.core.$ZodType): z.core.GlobalMeta | undefined {
    const told = z.globalRegistry.get(schema);
    const name = SCHEMA_NAMES.get(schema);
    return name === undefined ? told : { ...told, ...name };
  }
}

export const NAMED_SCHEMAS: z.core.$ZodRegistry<z.core.GlobalMeta> = new NamedSchemas();
