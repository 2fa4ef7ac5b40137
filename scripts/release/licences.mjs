// The licences of what is delivered, as the lock file names them.
import { delivered, nameAt } from './packages.mjs';

/** Licences that ask for no more than that their text goes along. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Python-2.0',
]);

/**
 * @param {{ packages: Record<string, { dev?: boolean, license?: string, version?: string }> }} lock package-lock.json
 * @returns {{ faults: string[], counts: [licence: string, packages: number][] }}
 */
export function licencesOf(lock) {
  const faults = [];
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const [path, { license = 'none', version }] of delivered(lock)) {
    counts.set(license, (counts.get(license) ?? 0) + 1);
    if (!ALLOWED.has(license)) faults.push(`${nameAt(path)} ${version} is under ${license}, which nobody has allowed`);
  }
  return { faults, counts: [...counts].sort((a, b) => b[1] - a[1]) };
}
