import type { z } from 'zod';

import { EXAMPLE_PLACES, type ExamplePlace } from './example-place';
import { departmentPath, divisionPath, unitPath } from './parameters';

/** The parameters of whatever an address names: a unit, a department, a division. */
type PlacePath = z.ZodObject<{
  division: z.ZodString;
  department: z.ZodOptional<z.ZodString>;
  unit: z.ZodOptional<z.ZodString>;
}>;

/** A kind of place that has the same reads as the others. */
export interface Place {
  address: string;
  tag: string;
  /** What the operations of its reads are named by. */
  noun: string;
  path: PlacePath;
  /** The place of this kind that examples are about. */
  example: ExamplePlace;
}

type ExampleOf = keyof typeof EXAMPLE_PLACES;

function place(address: string, tag: string, noun: ExampleOf, path: z.ZodObject): Place {
  // Each of them names some of these, and none names another.
  return { address, tag, noun, path: path as unknown as PlacePath, example: EXAMPLE_PLACES[noun] };
}

export const PLACES: readonly Place[] = [
  place('v1/units/:division/:unit', 'units', 'Unit', unitPath),
  place('v1/departments/:division/:department', 'departments', 'Department', departmentPath),
  place('v1/divisions/:division', 'divisions', 'Division', divisionPath),
];
