import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

/** The renderer. It is served from its own origin or `app://`, so every address in it is relative. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), fetchMainEarly],
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
