import { join } from 'node:path';

/** The Java that Maven would use too: the one that JAVA_HOME names, or else the first on the path. */
export function javaCommand(): string {
  const home = process.env.JAVA_HOME;
  return home === undefined || home === '' ? 'java' : join(home, 'bin', 'java');
}
