/** A place that examples of answers are about: as its address names it, and as its publications call it. */
export interface ExamplePlace {
  at: { division: string; department?: string; unit?: string };
  level: 'department' | 'division';
  code: string;
  name: string;
}

const DEPARTMENT_NAME = '上饶市妇女联合会';

export const EXAMPLE_PLACES = {
  Unit: { at: { division: '361100', unit: '126001' }, level: 'department', code: '126001', name: DEPARTMENT_NAME },
  Department: {
    at: { division: '361100', department: '126' },
    level: 'department',
    code: '126',
    name: DEPARTMENT_NAME,
  },
  Division: { at: { division: '361100' }, level: 'division', code: '361100', name: '江西省上饶市' },
} as const satisfies Record<string, ExamplePlace>;

/** An answer about a unit that is all of its department, as another kind of place would give it. */
export function exampleAt<Answer extends object>({ at, level, code, name }: ExamplePlace, ofUnit: Answer): Answer {
  const isPublished = 'level' in ofUnit;
  const told = JSON.parse(JSON.stringify(ofUnit), (key, value: unknown) => {
    if (key === 'level') return level;
    if (key === 'unit' && typeof value === 'object') return { code, name };
    if (typeof value === 'string' && isPublished) return value.replaceAll(DEPARTMENT_NAME, name);
    return level === 'division' ? withoutRevision(value) : value;
  }) as Answer;
  if (isPublished) return told;
  const { division: _division, unit: _unit, ...rest } = told as Answer & { division?: string; unit?: string };
  return { ...at, ...rest } as unknown as Answer;
}

/** What stands on the streams of a whole division has no one revision. */
function withoutRevision(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('position' in value)) return value;
  return { ...value, revision: undefined };
}
