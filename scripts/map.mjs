// npm run map: the rooms of apps and libs with their size and what each imports, from dependency-cruiser.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, installPackages, root } from './install.mjs';

const roomOf = (path) => /^(apps|libs)\/[^/]+/.exec(path)?.[0];
const isSpec = (path) => /\.spec\.ts$|^libs\/[^/]+\/test\//.test(path);

try {
  await installPackages();
  const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const json = execFileSync(process.execPath, [cruiser, 'apps', 'libs', '--output-type', 'json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const rooms = new Map();
  for (const { source, dependencies } of JSON.parse(json).modules) {
    const name = roomOf(source);
    if (name === undefined || isSpec(source)) continue;
    const room = rooms.get(name) ?? { lines: [], imports: new Set() };
    rooms.set(name, room);
    room.lines.push([readFileSync(join(root, source), 'utf8').split('\n').length - 1, source]);
    for (const { resolved } of dependencies) {
      const other = roomOf(resolved);
      if (other !== undefined && other !== name) room.imports.add(other);
    }
  }
  for (const [name, { lines, imports }] of [...rooms].sort(([a], [b]) => a.localeCompare(b))) {
    lines.sort(([a], [b]) => b - a);
    const [most, largest] = lines[0];
    const sum = lines.reduce((total, [count]) => total + count, 0);
    const median = lines[Math.floor(lines.length / 2)][0];
    console.log(
      `${name}: ${lines.length} files, ${sum} lines, median ${median}, largest ${largest.slice(name.length + 1)} (${most})`,
    );
    console.log(`    imports ${[...imports].sort().join(', ') || 'no other room'}`);
  }
} catch (error) {
  fail(error);
}
