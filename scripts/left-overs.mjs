import { readdirSync, readFileSync } from 'node:fs';

/** Every process that a long test starts names its folder; whatever a broken run left behind is found by that, and ended. */
export function endLeftOvers(folder) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}/`);
      if (isOurs) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}
