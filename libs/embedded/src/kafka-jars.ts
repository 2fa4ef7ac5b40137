import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from './user-error';

/**
 * The folder with the jars of Kafka, fetched through Maven when they are missing. The work is done by a plain script, because
 * `npm start` runs it while the compiler is still busy with what stands here.
 */
export function ensureKafkaJars(rootDir: string, report: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(rootDir, 'scripts', 'kafka-jars.mjs')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let jarsDir = '';
    let problem = '';
    createInterface(child.stderr).on('line', (line) => {
      problem = line;
      report(line);
    });
    createInterface(child.stdout).on('line', (line) => (jarsDir = line));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(jarsDir);
      else reject(new UserError(problem));
    });
  });
}
