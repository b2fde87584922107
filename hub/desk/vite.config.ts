import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The office's desk. The hub serves it below /desk/, and every address in it is relative. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../dist/desk',
    emptyOutDir: true,
    // Phones and office computers of the last years; the kiosk's own browser is newer.
    target: ['chrome109', 'safari16', 'firefox115'],
    // No script or font in a data: address: the content security policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
