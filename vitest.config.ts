import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';

export default defineConfig({
  resolve: {
    // In plain Node, importing electron would start the download of its binary.
    alias: [
      {
        find: /^electron$/,
        replacement: fileURLToPath(new URL('tests/electron/no-electron.ts', import.meta.url)),
      },
    ],
  },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/chromium.ts'],
    // serialport aborts the process when it is loaded in a worker thread.
    pool: 'forks',
    // By default one core is left idle. Many tests wait for a device, a disk or a page: two more than there are cores.
    maxWorkers: availableParallelism() + 2,
    environment: 'node',
    // Far more than any test needs on an idle machine: a busy one is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes when the machine is free; only a failing test waits so long.
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: LongestFirst, shuffle: { files: true, tests: false } },
    restoreMocks: true,
    unstubEnvs: true,
  },
});
