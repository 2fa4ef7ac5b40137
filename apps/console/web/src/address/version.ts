import type { Address } from './address';

/** Which version of the books is asked for: by what had been recorded, and by what was to hold. */
export interface Version {
  /** A day, an instant, a revision or a position. */
  asOf?: string;
  effectiveOn?: string;
}

export function versionOf({ query }: Address): Version {
  return { ...part(query, 'asOf'), ...part(query, 'effectiveOn') };
}

export function isHistory(version: Version): boolean {
  return version.asOf !== undefined || version.effectiveOn !== undefined;
}

function part(query: URLSearchParams, name: 'asOf' | 'effectiveOn'): Version {
  const value = query.get(name);
  return value === null || value === '' ? {} : { [name]: value };
}
