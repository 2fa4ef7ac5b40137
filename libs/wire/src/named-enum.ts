import { z } from 'zod';

type Names<Value extends string> = Readonly<Record<Value, string>>;

/** An enumeration that names each of its values as people do. */
export function namedEnum<Value extends string>(names: Names<Value>): z.ZodEnum<{ [Each in Value]: Each }> {
  const values = Object.keys(names) as Value[];
  return z.enum(values).meta({ description: valueNames(names) });
}

/** `supplement 追加，cut 追减` */
export function valueNames(names: Names<string>): string {
  return Object.entries(names)
    .map(([value, name]) => `${value} ${name}`)
    .join('，');
}
