// Files that a measurement gives to what it measures, in a folder of this process alone: runs beside each other, and a run and its children,
// have files of their own. The folder goes when the process ends.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder;

/** The path of a file of this name that holds this text. */
export function ownFile(name, text) {
  if (folder === undefined) {
    const made = (folder = mkdtempSync(join(tmpdir(), 'budget-ledger-bench-files-')));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
