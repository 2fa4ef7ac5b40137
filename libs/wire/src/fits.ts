import type { core } from 'zod';

/** True only for a value that its schema accepts as it is. False says nothing: the schema has to be asked. */
export type Fits = (value: unknown) => boolean;

/**
 * Makes a quick check out of a schema, since nearly every record of a log is well formed and a schema's own parse, which copies
 * what it reads and collects what is wrong, is several times as slow. Undefined where the schema holds anything that this does not know,
 * such as a refinement or a transformation; then only the schema can say.
 */
export function fitsOf<Schema extends core.$ZodType>(
  schema: Schema,
): ((value: unknown) => value is core.output<Schema>) | undefined {
  const fits = checkOf(schema);
  return fits && ((value): value is core.output<Schema> => fits(value));
}

function checkOf(schema: core.$ZodType): Fits | undefined {
  const { def } = (schema as core.$ZodTypes)._zod;
  // What stands in no case, and whatever kinds of schema there will be, is left to the schema.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (def.type) {
    case 'string':
      return stringFits(def);
    case 'number':
      return isSafeInt(def) ? integerFits(def) : undefined;
    case 'boolean':
      return hasNoMoreChecks(def) ? (value) => typeof value === 'boolean' : undefined;
    case 'enum':
      return hasNoMoreChecks(def) ? oneOf(Object.values(def.entries)) : undefined;
    case 'literal':
      return hasNoMoreChecks(def) ? oneOf(def.values) : undefined;
    case 'nullable':
      return orElse(def.innerType, (value) => value === null);
    case 'array':
      return arrayFits(def);
    case 'object':
      return hasNoMoreChecks(def) ? objectFits(def) : undefined;
    case 'union':
      return hasNoMoreChecks(def) && isDiscriminated(def) ? choiceFits(def) : undefined;
    default:
      return undefined;
  }
}

function hasNoMoreChecks({ checks = [] }: { checks?: unknown[] }): boolean {
  return checks.length === 0;
}

function isSafeInt(def: object): boolean {
  return 'format' in def && def.format === 'safeint';
}

/** Bounds are the only checks of a number that are known here. */
function integerFits({ checks = [] }: core.$ZodNumberDef): Fits | undefined {
  let least = Number.MIN_SAFE_INTEGER;
  let most = Number.MAX_SAFE_INTEGER;
  for (const { _zod } of checks) {
    const check = _zod.def as Partial<core.$ZodCheckLessThanDef | core.$ZodCheckGreaterThanDef>;
    if (check.inclusive !== true || typeof check.value !== 'number') return undefined;
    if (check.check === 'greater_than') least = Math.max(least, check.value);
    else if (check.check === 'less_than') most = Math.min(most, check.value);
    else return undefined;
  }
  return (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isDiscriminated(def: core.$ZodUnionDef): def is core.$ZodDiscriminatedUnionDef {
  return 'discriminator' in def;
}

function oneOf(values: readonly unknown[]): Fits {
  const known = new Set(values);
  return (value) => known.has(value);
}

function orElse(schema: core.$ZodType, other: Fits): Fits | undefined {
  const fits = checkOf(schema);
  return fits === undefined ? undefined : (value) => other(value) || fits(value);
}

/** A format such as a date is a pattern of the schema itself, `regex` is one of its checks. */
function stringFits(def: { checks?: core.$ZodCheck[] }): Fits | undefined {
  const patterns: RegExp[] = [];
  for (const rule of ['format' in def ? def : undefined, ...(def.checks ?? []).map(({ _zod }) => _zod.def)]) {
    if (rule === undefined) continue;
    const pattern = 'pattern' in rule && 'format' in rule && PATTERNS.has(rule.format) ? rule.pattern : undefined;
    if (!(pattern instanceof RegExp) || pattern.global || pattern.sticky) return undefined;
    patterns.push(pattern);
  }
  return (value) => typeof value === 'string' && patterns.every((pattern) => pattern.test(value));
}

/** Formats that ask for nothing but their pattern. */
const PATTERNS: ReadonlySet<unknown> = new Set(['regex', 'date']);

function arrayFits(def: core.$ZodArrayDef): Fits | undefined {
  const fits = checkOf(def.element);
  let least = 0;
  for (const { _zod } of def.checks ?? []) {
    const check = _zod.def as Partial<core.$ZodCheckMinLengthDef>;
    if (check.check !== 'min_length' || check.minimum === undefined) return undefined;
    least = Math.max(least, check.minimum);
  }
  return fits === undefined ? undefined : (value) => Array.isArray(value) && value.length >= least && value.every(fits);
}

function objectFits({ shape, catchall }: core.$ZodObjectDef): Fits | undefined {
  const extra = catchall?._zod.def.type;
  if (extra !== undefined && extra !== 'never' && extra !== 'unknown') return undefined;
  const fields: { name: string; fits: Fits; isOptional: boolean }[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const { def } = (schema as core.$ZodTypes)._zod;
    const isOptional = def.type === 'optional';
    const fits = checkOf(isOptional ? def.innerType : schema);
    if (fits === undefined || name === '__proto__') return undefined;
    fields.push({ name, fits, isOptional });
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const own = value as Record<string, unknown>;
    let present = 0;
    for (const { name, fits, isOptional } of fields) {
      const field = own[name];
      if (field === undefined && isOptional) continue;
      if (!fits(field)) return false;
      present += 1;
    }
    // A schema drops or refuses what it does not name, and of `__proto__` each makes something else.
    return extra === 'unknown' ? !Object.hasOwn(own, '__proto__') : Object.keys(own).length === present;
  };
}

function choiceFits(def: core.$ZodDiscriminatedUnionDef): Fits | undefined {
  const choices = new Map<unknown, Fits>();
  for (const option of def.options) {
    const fits = checkOf(option);
    // Without a quick check of its own a choice is left to the schema, and the others are not.
    if (fits === undefined) continue;
    for (const value of option._zod.propValues?.[def.discriminator] ?? []) choices.set(value, fits);
  }
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    return choices.get((value as Record<string, unknown>)[def.discriminator])?.(value) ?? false;
  };
}
