import type { core } from 'zod';

/** Elements that are checked before the faults are counted. */
const CHUNK = 20;
/** Nobody reads more faults at once, and whoever sends rubbish shall not pay others' time for having all of it told. */
export const ENOUGH_FAULTS = 100;

type Payload = core.ParsePayload;

/**
 * Makes every array within a schema stop at the hundredth fault of its elements, where zod would check all of them and keep a description of
 * each fault. What is right is read as before.
 */
export function stopEarly<T extends core.$ZodType>(schema: T): T {
  visit(schema, new Set());
  return schema;
}

function visit(schema: core.$ZodType, seen: Set<core.$ZodType>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  const { def } = (schema as core.$ZodTypes)._zod;
  // Other kinds hold no schemas, or none that are used in commands: a test posts arrays of faults to each.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (def.type) {
    case 'array':
      readInChunks(schema as core.$ZodArray);
      visit(def.element, seen);
      break;
    case 'object':
      for (const field of Object.values(def.shape)) visit(field, seen);
      break;
    case 'union':
      for (const option of def.options) visit(option, seen);
      break;
    case 'optional':
    case 'nullable':
      visit(def.innerType, seen);
      break;
    case 'pipe':
      visit(def.in, seen);
      visit(def.out, seen);
      break;
  }
}

function readInChunks({ _zod: internals }: core.$ZodArray): void {
  // At its first parse zod's guard against circles puts back what stood there before it, and would put it in the place of this.
  void internals.parse({ value: [], issues: [] }, {});
  const whole = internals.parse.bind(internals);
  const most = mostOf(internals.def.checks ?? []);
  const parse = (payload: Payload, context: core.ParseContextInternal): Payload => {
    const input = payload.value;
    // What is too long is told so at once, without a look at its elements.
    if (!Array.isArray(input) || input.length <= CHUNK || input.length > most)
      return whole(payload, context) as Payload;
    const items: unknown[] = [];
    for (let start = 0; start < input.length && payload.issues.length < ENOUGH_FAULTS; start += CHUNK) {
      const chunk: Payload = { value: input.slice(start, start + CHUNK), issues: [] };
      const read = whole(chunk, context) as Payload;
      for (const issue of read.issues) payload.issues.push({ ...issue, path: shifted(issue.path, start) });
      for (const item of read.value as unknown[]) items.push(item);
    }
    payload.value = items;
    return payload;
  };
  internals.parse = parse as typeof internals.parse;
  // Without checks of its own an array is read by this alone.
  if ((internals.def.checks ?? []).length === 0) internals.run = parse as typeof internals.run;
}

function shifted([index, ...rest]: readonly PropertyKey[] = [], by: number): PropertyKey[] {
  return [Number(index) + by, ...rest];
}

function mostOf(checks: readonly core.$ZodCheck[]): number {
  const limits = checks.map(({ _zod: { def } }) => ('maximum' in def ? Number(def.maximum) : Infinity));
  return limits.reduce((least, limit) => Math.min(least, limit), Infinity);
}
