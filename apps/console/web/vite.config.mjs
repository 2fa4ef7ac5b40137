import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
/** Where `npm run dev` finds the console's server, which knows who is signed in and passes /v1 on. */
const SERVER = process.env.CONSOLE_URL ?? 'http://127.0.0.1:8088';
/** What is changed from these pages comes from the console's own address, as it asks; a session counts at every port of its host. */
const PASSED_ON = { target: SERVER, headers: { origin: SERVER } };

export default defineConfig({
  root: at('.'),
  resolve: { alias: { '@budget-ledger/client': at('../../../packages/client/src/index.ts') } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: at('../../../dist/apps/console/web'),
    emptyOutDir: true,
    // The security policy of the pages allows no scripts and styles that stand in them.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: 'es2022',
    // The one large piece is the drawing library, which comes when a chart is first shown.
    chunkSizeWarningLimit: 600,
  },
  server: { host: new URL(SERVER).hostname, proxy: { '/v1': PASSED_ON, '/session': PASSED_ON } },
});
