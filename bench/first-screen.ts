import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Scripts that a built page reads before its first screen lives: the one that its head names, all that this one asks for
 * (it does so once, when the resting screen stands), and what those import at once.
 */
export function firstScreenScripts(dist: string): string[] {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const seen = new Set<string>();
  const take = (name: string, asked: RegExp) => {
    if (seen.has(name)) return;
    seen.add(name);
    const code = readFileSync(join(dist, 'assets', name), 'utf8');
    for (const [, other = ''] of code.matchAll(asked)) take(other, imported);
  };
  for (const [, name = ''] of html.matchAll(/assets\/([\w.-]+\.js)/g)) take(name, named);
  if (seen.size === 0) throw new Error(`no script in ${dist}/index.html`);
  return [...seen];
}

const named = /["']\.\/([\w.-]+\.js)["']/g;
const imported = /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g;

/** Their bytes, gzipped. */
export const firstScreenBytes = (dist: string): number =>
  firstScreenScripts(dist).reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(dist, 'assets', name))).length,
    0,
  );
