import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { firstScreenBytes, firstScreenScripts } from '../../bench/first-screen.ts';

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
  // Nothing is read beside what the resting screen needs, until it stands.
  expect(html).not.toContain('modulepreload');
  const files = firstScreenScripts(outDir);
  expect(files.some((name) => name.startsWith('main-'))).toBe(true);
  const bytes = firstScreenBytes(outDir);
  console.log(`first screen: ${(bytes / 1000).toFixed(1)} kB gzip in ${files.length} files`);
  expect(bytes).toBeLessThanOrEqual(180_000);
  expect(readdirSync(assets).filter((file) => file.endsWith('.js')).length).toBeGreaterThan(15);
  const css = readdirSync(assets).filter((file) => file.endsWith('.css'));
  for (const file of css) expect(readFileSync(join(assets, file), 'utf8')).not.toMatch(/url\("?data:font/);
}, 60_000);
