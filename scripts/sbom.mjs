// npm run sbom: what is delivered, as a CycloneDX 1.5 bill of materials made from the lock file: every package with its version, licence and
// SHA-512. --out FILE writes it there.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { fail, npm, Problem, root } from './install.mjs';
import { delivered, nameAt } from './release/packages.mjs';

try {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const text = `${JSON.stringify(billOfMaterials(), null, 2)}\n`;
  if (values.out === undefined) process.stdout.write(text);
  else writeFileSync(values.out, text);
} catch (error) {
  fail(error);
}

function billOfMaterials() {
  const { command, args } = npm(['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']);
  let bill;
  try {
    bill = JSON.parse(execFileSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
  } catch {
    throw new Problem('npm could not list the packages: is package-lock.json the one that belongs to package.json?');
  }
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const delivered = new Set([`${name}@${version}`, ...deliveredPackages()]);
  // Asked to leave the tools out, npm 11 leaves out what a tool needs besides the service, zod for one.
  const components = bill.components.filter((component) => delivered.has(component['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => delivered.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => delivered.has(other)) }));
  // npm calls the project after its folder, and a library.
  Object.assign(bill.metadata.component, { name, type: 'application' });
  return { ...bill, components, dependencies };
}

/** As npm refers to them: name@version. */
function deliveredPackages() {
  /** @type {{ packages: Record<string, { dev?: boolean, name?: string, version: string }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return delivered(lock).map(([path, { name = nameAt(path), version }]) => `${name}@${version}`);
}
