// The packages of the lock file, each by its place in node_modules.

/** What a package is called, wherever it stands. */
export const nameAt = (path) => path.replace(/^.*node_modules\//, '');

/**
 * Those that are delivered, the tools left out.
 * @template {{ dev?: boolean }} Package
 * @param {{ packages: Record<string, Package> }} lock package-lock.json
 * @returns {[path: string, about: Package][]}
 */
export function delivered({ packages }) {
  return Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
}
