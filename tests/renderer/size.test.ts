import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it, onTestFinished, vi } from 'vitest';

/** Files an entry needs before it can run: itself and what it imports without being asked. */
function needed(dir: string, entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const code = readFileSync(join(dir, entry), 'utf8');
  for (const found of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
    if (found[1]) needed(dir, found[1], seen);
  }
  return seen;
}

it('the first screen needs at most 180 kB of JavaScript, gzipped, and nothing inline', async () => {
  // Under Vitest this says 'test', and React would be built with its development half.
  vi.stubEnv('NODE_ENV', 'production');
  const outDir = mkdtempSync(join(tmpdir(), 'xiaowu-size-'));
  onTestFinished(() => rmSync(outDir, { recursive: true, force: true }));
  await build({
    configFile: join(import.meta.dirname, '../../vite.config.ts'),
    root: join(import.meta.dirname, '../../renderer'),
    logLevel: 'error',
    build: { outDir, reportCompressedSize: false },
  });
  const html = readFileSync(join(outDir, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
  expect(html).not.toMatch(/(src|href)="\//);
  const assets = join(outDir, 'assets');
  const named = [...html.matchAll(/assets\/([\w.-]+\.js)/g)].map((found) => found[1] ?? '');
  expect(named.some((name) => name.startsWith('main-'))).toBe(true);
  const files = new Set(named.flatMap((name) => [...needed(assets, name)]));
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0);
  console.log(`first screen: ${(bytes / 1000).toFixed(1)} kB gzip in ${files.size} files`);
  expect(bytes).toBeLessThanOrEqual(180_000);
  expect(readdirSync(assets).filter((file) => file.endsWith('.js')).length).toBeGreaterThan(15);
  const css = readdirSync(assets).filter((file) => file.endsWith('.css'));
  for (const file of css) expect(readFileSync(join(assets, file), 'utf8')).not.toMatch(/url\("?data:font/);
}, 60_000);
