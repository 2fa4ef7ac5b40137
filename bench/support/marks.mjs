// The parts of documents that a run writes, each between two marks of its own.
import { readFileSync, writeFileSync } from 'node:fs';

import { Problem } from '../../scripts/install.mjs';

/** Replaces what stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->`. */
export function writeBetweenMarks(file, name, text) {
  const begin = `<!-- ${name}: begin -->`;
  const end = `<!-- ${name}: end -->`;
  const [head, rest] = readFileSync(file, 'utf8').split(begin);
  const tail = rest?.split(end)[1];
  if (tail === undefined) throw new Problem(`${file} has no marks ${begin} and ${end} between which to write.`);
  writeFileSync(file, `${head}${begin}\n\n${text}\n\n${end}${tail}`);
}
