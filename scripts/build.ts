import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Bundle {
  entry: string;
  out: string;
  file: string;
  format: 'es' | 'cjs';
}

/** The hut process as `npm run hut` starts it, and the program that it starts for a backup. */
const hutBundles = (out: string): Bundle[] => [
  { entry: 'hut/main.ts', out, file: 'main.js', format: 'es' },
  { entry: 'hut/backup/copy-main.ts', out, file: 'copy-main.js', format: 'es' },
];

const bundles: Bundle[] = [
  { entry: 'electron/main.ts', out: 'dist/electron', file: 'main.js', format: 'es' },
  { entry: 'electron/preload.ts', out: 'dist/electron', file: 'preload.cjs', format: 'cjs' },
  { entry: 'hut/electron-entry.ts', out: 'dist/hut', file: 'electron-entry.js', format: 'es' },
  { entry: 'hut/backup/copy-main.ts', out: 'dist/hut', file: 'copy-main.js', format: 'es' },
];

/** Packages that are shipped as they are, the native ones among them; everything else is bundled. */
function shippedPackages(): RegExp {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return new RegExp(`^(electron|${Object.keys(own.dependencies).join('|')})(/|$)`);
}

/**
 * Bundles the desktop shell and its hut process into dist/. (The renderer is built before, by `run.mjs --built`.)
 * @throws when a source does not build
 */
export const buildShell = (): Promise<void> => buildAll(bundles);

async function buildAll(bundles: readonly Bundle[]): Promise<void> {
  const external = [/^node:/, shippedPackages()];
  for (const { out } of bundles) rmSync(resolve(root, out), { recursive: true, force: true });
  for (const { entry, out, file, format } of bundles) {
    await build({
      root,
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      ssr: { noExternal: true, external: true },
      build: {
        ssr: entry,
        outDir: out,
        emptyOutDir: false,
        target: 'node24',
        minify: false,
        rolldownOptions: {
          external,
          output: { format, entryFileNames: file, codeSplitting: false },
        },
      },
    });
  }
}

if (import.meta.main) {
  const [flag, out] = process.argv.slice(2);
  await (flag === '--hut' && out !== undefined ? buildAll(hutBundles(out)) : buildShell());
}
