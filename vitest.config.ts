import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';

/** Tests that measure or change their process: its memory, its limits, its libraries. Each file has one of its own. */
const ownProcess = [
  'tests/bench/**/*.test.ts',
  'tests/electron/smoke.test.ts',
  'tests/hub/{chaos/chaos,security}.test.ts',
  'tests/hut/health/**/*.test.ts',
  'tests/hut/ledger/{every-query,held-store,ledger,recovering,whole-check}.test.ts',
  'tests/hut/{keep-hut,log-file,memory,short-writes}.test.ts',
  'tests/hut/sync/sync.test.ts',
  'tests/hut/wire/contract.test.ts',
  'tests/kiosk/{disk,health,ledger,practice-not}-*.test.ts',
  'tests/native/{hid-report,noise,port,serial-close,soak,stale-unlock}.test.ts',
  'tests/power-cut/**/*.test.ts',
  'tests/renderer/{size,camera/decode}.test.ts',
  'tests/scripts/**/*.test.ts',
];

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
    // The others share one with the files before them: to make one and to read the hut into it takes half a second.
    projects: [
      { extends: true, test: { name: 'own', include: ownProcess } },
      {
        extends: true,
        test: { name: 'shared', include: ['tests/**/*.test.{ts,tsx}'], exclude: ownProcess, isolate: false },
      },
    ],
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
