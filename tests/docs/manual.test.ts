import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manualPictures } from '../../scripts/manual/pictures.ts';
import { projectRoot } from '../../scripts/setup.mjs';
import { screens } from '../renderer/fixtures.ts';

const docs = join(projectRoot, 'docs');
const folder = join(docs, 'img', 'manual');
const files = readdirSync(folder).sort();
const manual = readFileSync(join(docs, 'keeper-manual.zh-CN.md'), 'utf8');
const shown = [...manual.matchAll(/img\/manual\/([\w-]+\.webp)/g)].map(([, file]) => file ?? '');

test('every picture that the manual shows is there, and every picture that is there is shown', () => {
  expect([...new Set(shown)].sort()).toEqual(files);
});

test('npm run manual takes each of them, from a screen that exists', () => {
  expect(
    Object.keys(manualPictures)
      .map((name) => `${name}.webp`)
      .sort(),
  ).toEqual(files);
  for (const [picture, screen] of Object.entries(manualPictures)) {
    expect(Object.hasOwn(screens, screen), `${picture}: ${screen}`).toBe(true);
  }
});

test('each has words for who cannot see it, and all together are small', () => {
  for (const [, words] of manual.matchAll(/!\[([^\]]*)\]\(img\/manual/g)) expect(words).not.toBe('');
  for (const file of files) {
    expect(readFileSync(join(folder, file)).toString('latin1', 8, 12), file).toBe('WEBP');
  }
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  expect(bytes).toBeLessThan(3_000_000);
});
