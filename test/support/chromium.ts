import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

import { type Browser, chromium } from 'playwright-core';

const ROOT = join(__dirname, '..', '..');
/** Unpacked once: 180 MB that every later run finds. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'test-chromium');

/**
 * A real Chromium with a Chinese font, both from npm packages, so that the tests need nothing that somebody installed by hand and
 * print the same everywhere. The package's own unpacking is not used: it is made for one cloud's machines and not for two processes
 * at once. Linux on x64 only, as is the rest of what the tests run on.
 */
export async function launchChromium(): Promise<Browser> {
  const folder = await unpacked();
  const fonts = await fontConfiguration(folder);
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    // The tests may run as root, where Chromium has no sandbox; it only ever opens this project's own pages.
    args: ['--no-sandbox'],
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: fonts, HOME: folder },
  });
}

async function unpacked(): Promise<string> {
  const packed = dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string };
  const folder = join(CACHE, version);
  if (await exists(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  // Unpacked beside its place and then moved there, so that nobody ever finds half of it.
  const draft = await mkdtemp(join(CACHE, 'unpacking-'));
  await inflate(join(packed, 'bin', 'chromium.br'), join(draft, 'chromium'), 0o755);
  const libraries = join(draft, 'libraries.tar');
  await inflate(join(packed, 'bin', 'al2023.tar.br'), libraries);
  await promisify(execFile)('tar', ['-xf', libraries, '-C', draft]);
  await rm(libraries);
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    // Another process was quicker.
    if (!(await exists(folder))) throw error;
  });
  return folder;
}

/** No font of the machine is looked at, so that a missing glyph is missing everywhere. */
async function fontConfiguration(folder: string): Promise<string> {
  const fonts = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts');
  const file = join(folder, 'fonts.conf');
  const xml = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>
`;
  await writeFile(file, xml);
  return file;
}

async function inflate(from: string, to: string, mode = 0o644): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
