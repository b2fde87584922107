import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, runnerImport } from 'vite';

/**
 * Names the chunk of main.tsx in the page, with what it imports: first.ts asks for it, and it should be on its way
 * before first.ts runs.
 */
const fetchMainEarly: Plugin = {
  name: 'fetch-main-early',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const main = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/renderer/main.tsx'));
      const files = main === undefined ? [] : [main.fileName, ...main.imports];
      return files
        .filter((file) => !chunks.some((chunk) => chunk.isEntry && chunk.fileName === file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          injectTo: 'head',
        }));
    },
  },
};

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
  plugins: [react(), fetchMainEarly, drawFront],
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
