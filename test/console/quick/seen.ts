import type { BrowserContext, CDPSession, Page } from 'playwright-core';

/** What the browser itself tells of a page: W3C Paint Timing, Event Timing and Layout Instability. Milliseconds from its opening. */
export interface Painted {
  firstPaintMs: number;
  /** When what was waited for stood there. */
  contentMs: number;
  /** The share of the window that moved without anybody's doing, summed up. */
  layoutShift: number;
  /** The beginnings of what moved. */
  moved: string[];
}

/** In the words of the page. From its very beginning, since what moves moves early. */
const OBSERVING = `
  window.seen = { shift: 0, moved: [], longest: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.seen.shift += entry.value;
      for (const { node, previousRect, currentRect } of entry.sources) {
        const what = (node?.outerHTML ?? String(node?.textContent)).slice(0, 80);
        window.seen.moved.push(what + ' from ' + previousRect.y + ' to ' + currentRect.y);
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.interactionId) window.seen.longest = Math.max(window.seen.longest, entry.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;
const PAINTS = `(() => ({
  firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1,
  contentMs: performance.now(),
  layoutShift: window.seen.shift,
  moved: window.seen.moved,
}))()`;

export async function observed(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(OBSERVING);
  return page;
}

/** Opens an address in a window that has nothing of the console kept, signed in as the context is, and waits for what it is opened for. */
export async function paintingOf(context: BrowserContext, address: string, text: string | RegExp): Promise<Painted> {
  const fresh = await context.browser()?.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await context.storageState(),
  });
  if (fresh === undefined) throw new Error('the browser is gone');
  try {
    const page = await observed(fresh);
    await page.goto(address, { waitUntil: 'commit' });
    await page.locator('main').getByText(text).first().waitFor();
    const painted = await page.evaluate<Painted>(PAINTS);
    // What comes after the content may push it away, so it is waited for.
    await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
    const { layoutShift, moved } = await page.evaluate<Painted>(PAINTS);
    return { ...painted, layoutShift, moved };
  } finally {
    await fresh.close();
  }
}

/** How long the slowest of somebody's doings waited for its next frame: as the browser counts, in steps of 8 ms, 16 at least. */
export async function slowestOf(page: Page, doing: () => Promise<void>): Promise<number> {
  await page.evaluate('window.seen.longest = 0');
  await doing();
  // An entry comes with the frame behind it.
  await page.evaluate('new Promise((seen) => requestAnimationFrame(() => setTimeout(seen, 100)))');
  return Math.max(16, await page.evaluate<number>('window.seen.longest'));
}

/** What a page holds once nothing is left to be collected. */
export interface Held {
  heapMiB: number;
  nodes: number;
  listeners: number;
}

export class HeldByPage {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<HeldByPage> {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.enable');
    return new HeldByPage(session);
  }

  async now(): Promise<Held> {
    await this.session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.session.send('Memory.getDOMCounters');
    return { heapMiB: usedSize / 2 ** 20, nodes, listeners: jsEventListeners };
  }
}
