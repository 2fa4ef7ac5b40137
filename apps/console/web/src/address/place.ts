/** A unit, a department or a division: whatever has a budget of its own. */
export interface Place {
  kind: 'unit' | 'department' | 'division';
  division: string;
  /** The code of the unit or the department; the division's own for a division. */
  code: string;
}

/** 126 of 126001: a unit's code begins with that of its department. */
export function departmentOf(place: Place): string | undefined {
  return place.kind === 'division' ? undefined : place.code.slice(0, 3);
}

/** The place that contains this one. */
export function above(place: Place): Place | undefined {
  const { division } = place;
  if (place.kind === 'unit') return { kind: 'department', division, code: place.code.slice(0, 3) };
  return place.kind === 'department' ? { kind: 'division', division, code: division } : undefined;
}

/** What a place is called in addresses of the console. */
export function pathOf({ kind, division, code }: Place): string {
  if (kind === 'division') return `/divisions/${division}`;
  return `/divisions/${division}/${kind}s/${code}`;
}

/** The address of a view of a place's year, such as `tables/3`, `comparison` or `execution`. */
export function yearPath(place: Place, year: number | string, view = 'tables/3'): string {
  return `${pathOf(place)}/years/${year}/${view}`;
}

/** The place of an address `/divisions/361100/units/126001/…` of the console. */
export function placeOf(parts: Readonly<Record<string, string>>): Place | undefined {
  const { division, department, unit } = parts;
  if (division === undefined) return undefined;
  if (unit !== undefined) return { kind: 'unit', division, code: unit };
  if (department !== undefined) return { kind: 'department', division, code: department };
  return { kind: 'division', division, code: division };
}

/** What a place is called in addresses of the interface. */
export function apiPath({ kind, division, code }: Place): string {
  const base = `/v1/${kind}s/${encodeURIComponent(division)}`;
  return kind === 'division' ? base : `${base}/${encodeURIComponent(code)}`;
}
