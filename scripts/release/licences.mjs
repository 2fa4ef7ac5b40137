// The licences of what is delivered, as the lock file names them.

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
export function licencesOf({ packages }) {
  const faults = [];
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const [path, { dev, license = 'none', version }] of Object.entries(packages)) {
    if (path === '' || dev) continue;
    counts.set(license, (counts.get(license) ?? 0) + 1);
    const name = path.replace(/^.*node_modules\//, '');
    if (!ALLOWED.has(license)) faults.push(`${name} ${version} is under ${license}, which nobody has allowed`);
  }
  return { faults, counts: [...counts].sort((a, b) => b[1] - a[1]) };
}
