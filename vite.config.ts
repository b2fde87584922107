import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, runnerImport } from 'vite';

/** Puts the resting screen into the page as text, so that it stands before any code has been read. */
const drawFront: Plugin = {
  name: 'draw-front',
  apply: 'build',
  async transformIndexHtml(html) {
    const { module } = await runnerImport<typeof import('./renderer/home/front.tsx')>(
      fileURLToPath(new URL('./renderer/home/front.tsx', import.meta.url)),
      { configFile: false, plugins: [react()], logLevel: 'warn' },
    );
    return html.replace('<div id="root"></div>', `<div id="root">${module.frontHtml()}</div>`);
  },
};

/** The renderer. It is served from its own origin or `app://`, so every address in it is relative. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), drawFront],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // No script or font in a data: address: the content security policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
