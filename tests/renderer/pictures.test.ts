import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { differenceOf, pictured, stale } from './gallery/kept.ts';
import { type Easel, looks, openEasel } from './gallery/looks.ts';
import { type ServedGallery, serveGallery } from './gallery/serve.ts';

/** The pictures are of one browser; another draws letters otherwise. */
const pinned =
  process.platform === 'linux' && process.arch === 'x64' && process.env.XIAOWU_CHROMIUM === undefined;
if (!pinned) console.log('pictures are not compared: they are of the packed Chromium for Linux x64');

/**
 * Every screen and component as it was when somebody last looked: here in two of its twelve looks, one upright and
 * one lying, by turns, so that every look is met; `npm run gallery -- check` compares all of them, `-- update` keeps
 * new ones.
 */
describe.skipIf(!pinned)('pictures', () => {
  let gallery: ServedGallery;
  let browser: Browser;
  beforeAll(async () => {
    gallery = await serveGallery();
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });

  test.each(['portrait', 'landscape'] as const)(
    '%s: every screen looks as it did',
    async (layout) => {
      const of = Object.keys(looks).filter((look) => looks[look]?.layout === layout);
      const easel: Easel = await openEasel(browser, gallery.url, layout);
      const faults: string[] = [];
      for (const [i, name] of easel.names.filter(pictured).entries()) {
        const found = await differenceOf(easel, of[i % of.length] ?? '', name);
        if (found === null) continue;
        faults.push(
          `${found.look}/${name} ${found.by === null ? 'has no picture' : `differs by ${found.by}`}`,
        );
        if (found.picture === null) continue;
        const out = join(import.meta.dirname, '../../out/differences');
        mkdirSync(out, { recursive: true });
        writeFileSync(join(out, `${found.look}-${name}.png`), Buffer.from(found.picture, 'base64'));
      }
      expect(stale(easel.names)).toEqual([]);
      expect(faults, 'look at out/differences, then: npm run gallery -- update').toEqual([]);
    },
    300_000,
  );
});
