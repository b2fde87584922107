import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The renderer. It is served from its own origin or `app://`, so every address in it is relative. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
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
