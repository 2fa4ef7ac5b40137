import { accessSync, constants, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface ClassArchive {
  args: string[];
  /** What the server wrote at its end becomes the archive of the next ones. */
  keep: () => void;
}

/**
 * Half of Kafka's start is Java reading and checking its classes. The first server that ends in an orderly way writes them down beside the jars
 * as Java keeps them in memory, and the next ones begin with that. Java itself passes by an archive that does not fit it or the jars.
 */
export function classArchive(jarsDir: string): ClassArchive {
  const folder = dirname(jarsDir);
  const archive = join(folder, 'classes.jsa');
  if (existsSync(archive)) return { args: ['-Xshare:auto', `-XX:SharedArchiveFile=${archive}`], keep: () => undefined };
  if (!isWritable(folder)) return { args: [], keep: () => undefined };
  const unfinished = `${archive}.${process.pid}`;
  return {
    args: [`-XX:ArchiveClassesAtExit=${unfinished}`],
    keep: () => {
      if (!existsSync(unfinished)) return;
      if (existsSync(archive)) rmSync(unfinished, { force: true });
      else renameSync(unfinished, archive);
    },
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
