import { crc32, deflateSync } from 'node:zlib';

import type { Browser } from 'playwright-core';

const MOST_COLOURS = 256;
/** As the square of how far apart they are. */
const ALIKE = 120;

/** A picture scaled down to a width, with 256 colours: a page has few, and the file is a third of what it was. */
export async function smaller(browser: Browser, png: Buffer, width: number): Promise<Buffer> {
  const page = await browser.newPage();
  const { height, pixels } = await page.evaluate<{ height: number; pixels: string }>(`(async () => {
    const bytes = await (await fetch('data:image/png;base64,${png.toString('base64')}')).blob();
    const whole = await createImageBitmap(bytes);
    const height = Math.round((whole.height * ${width}) / whole.width);
    const size = { resizeWidth: ${width}, resizeHeight: height, resizeQuality: 'high' };
    const context = new OffscreenCanvas(${width}, height).getContext('2d');
    context.drawImage(await createImageBitmap(bytes, size), 0, 0);
    let pixels = '';
    for (const byte of context.getImageData(0, 0, ${width}, height).data) pixels += String.fromCharCode(byte);
    return { height, pixels: btoa(pixels) };
  })()`);
  await page.close();
  return paletted(coloursOf(Buffer.from(pixels, 'base64')), width, height);
}

/** Red, green and blue of each pixel as one number. */
function coloursOf(rgba: Buffer): number[] {
  return Array.from({ length: rgba.length / 4 }, (_, at) => rgba.readUIntBE(at * 4, 3));
}

/** The picture as a PNG with a palette. */
function paletted(colours: readonly number[], width: number, height: number): Buffer {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const bySize = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const palette = paletteOf(bySize);
  const places = new Map(bySize.map((colour) => [colour, nearest(palette, colour)]));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8);
  const names = Buffer.alloc(palette.length * 3);
  for (const [at, colour] of palette.entries()) names.writeUIntBE(colour, at * 3, 3);
  // Each row begins with a zero, which says that it is not filtered.
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, colour] of colours.entries())
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = places.get(colour) ?? 0;
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    start,
    chunk('IHDR', head),
    chunk('PLTE', names),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Those that there is most of, without any that one of these stands for as well: what is coloured is little beside all the greys. */
function paletteOf(bySize: readonly number[]): number[] {
  const palette: number[] = [];
  for (const colour of bySize) {
    if (palette.length === MOST_COLOURS) break;
    if (palette.every((one) => distance(one, colour) > ALIKE)) palette.push(colour);
  }
  return palette;
}

function distance(one: number, other: number): number {
  const along = (shift: number): number => (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2;
  return along(16) + along(8) + along(0);
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Infinity;
  for (const [at, one] of palette.entries()) {
    const apart = distance(one, colour);
    if (apart < least) [best, least] = [at, apart];
  }
  return best;
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
