// Whether the lock file leaves nothing to chance: what is installed is what was looked at, wherever it is fetched from.
import { nameAt } from './packages.mjs';

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/**
 * @param {{ packages: Record<string, { version?: string, integrity?: string, resolved?: string, link?: boolean, inBundle?: boolean }> }} lock package-lock.json
 * @param {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} manifest package.json
 * @returns {string[]} what is wrong, a sentence each
 */
export function lockFaults({ packages }, { dependencies = {}, devDependencies = {} }) {
  const faults = [];
  for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (!EXACT.test(range)) faults.push(`${name} is asked for as ${range}, which is no one version`);
    else if (packages[`node_modules/${name}`]?.version !== range) faults.push(`${name} ${range} is not what is locked`);
  }
  for (const [path, { version, integrity = '', resolved, link, inBundle }] of Object.entries(packages)) {
    if (path === '' || link) continue;
    const name = nameAt(path);
    // What a package brings along is covered by the hash of that package.
    if (!inBundle && !integrity.startsWith('sha512-')) faults.push(`${name} ${version} has no SHA-512`);
    if (resolved !== undefined) faults.push(`${name} ${version} names the host that it comes from`);
  }
  return faults;
}
