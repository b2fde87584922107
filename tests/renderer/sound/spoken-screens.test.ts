import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cue } from '../../../domain/contract/screen.ts';
import { sumOfClip } from '../../../domain/sound/clip.ts';
import { lexicon } from '../../../renderer/sound/lexicon.ts';
import { piecesOf } from '../../../renderer/sound/phrases.ts';
import { openEngine } from '../../../scripts/clips/espeak.ts';
import { opusFile } from '../../../scripts/clips/opus-file.ts';
import { pronounce } from '../../../scripts/clips/pronounce.ts';
import { launchChromium } from '../../chromium.ts';
import { screens } from '../fixtures.ts';
import { type ServedGallery, serveGallery } from '../gallery/serve.ts';

let gallery: ServedGallery;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  gallery = await serveGallery();
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(`${gallery.url}?still`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

/**
 * Words that come with the screen from the hut: names of things and shelves, what an office wrote. A keeper records
 * them, or a voice of the machine says them.
 */
function* given(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* given(each);
}
/** What only keepers and technicians see and is nobody's to hear: names of ports, boards, files and codes. */
const unsaid: readonly RegExp[] = [
  /^keeper-hub/,
  /^keeper-devices/,
  /^keeper-done-exported/,
  /^keeper-clip/,
  /^keeper-voice/,
];

describe.each(['zh-CN', 'en'] as const)('every screen in %s', (language) => {
  it('can be read aloud in clips from its first word to its last, and no number of a person', async () => {
    const names = [...new Set(given(screens))].map((zh) => ({ zh, en: '' }));
    const clips = new Map(lexicon(language, names).map(({ clip }) => [sumOfClip(clip), clip] as const));
    const missing = new Set<string>();
    for (const name of Object.keys(screens)) {
      if (unsaid.some((each) => each.test(name))) continue;
      await page.evaluate(
        (shown) => window.gallery.named(shown.name, { language: shown.language, text: 'standard' }),
        { name, language },
      );
      for (const line of await page.evaluate(() => window.gallery.spoken())) {
        for (const { clip, words } of piecesOf(language, line, (sum) => clips.get(sum) ?? null)) {
          if (clip === null) missing.add(`${name}: ${words} (${line})`);
          if (/^\d{5}/.test(words)) missing.add(`${name}: says ${words}`);
        }
      }
    }
    expect([...missing]).toEqual([]);
  }, 60_000);
});

describe('a clip that comes with the hut', () => {
  it.each([
    ['zh-CN', '还好了，谢谢您', 0.9, 2.6],
    ['en', 'Door 5 is open', 0.8, 2.4],
  ] as const)(
    'of %s is a sound that the browser knows, of a length that people speak in',
    async (language, words, least, most) => {
      const { say } = await openEngine();
      const file = opusFile(say(language, pronounce(language, words)));
      const seconds = await page.evaluate((sound) => window.gallery.seconds(sound), file.toString('base64'));
      expect(seconds).toBeGreaterThan(least);
      expect(seconds).toBeLessThan(most);
      expect(file.length / seconds).toBeLessThan(3_500);
    },
  );
});

describe('cues', () => {
  const rate = 8_000;
  /** Share of the loudness that lies below a frequency, by a plain Fourier sum over steps of 20 Hz. */
  function shareBelow(samples: readonly number[], limit: number): number {
    let low = 0;
    let all = 0;
    for (let hertz = 20; hertz < rate / 2; hertz += 20) {
      let [re, im] = [0, 0];
      for (const [at, sample] of samples.entries()) {
        re += sample * Math.cos((2 * Math.PI * hertz * at) / rate);
        im += sample * Math.sin((2 * Math.PI * hertz * at) / rate);
      }
      const power = re * re + im * im;
      all += power;
      if (hertz < limit) low += power;
    }
    return low / all;
  }

  it('lie below 1 kHz, where old ears hear, and no two are alike', async () => {
    const all: number[][] = [];
    for (const cue of Cue.options) {
      const samples = await page.evaluate((name) => window.gallery.cue(name), cue);
      expect(Math.max(...samples), cue).toBeGreaterThan(0.3);
      expect(shareBelow(samples.slice(0, 8_000), 1_000), cue).toBeGreaterThan(0.95);
      all.push(samples);
    }
    for (const [i, one] of all.entries()) {
      for (const other of all.slice(i + 1)) {
        const dot = (a: readonly number[], b: readonly number[]) =>
          a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0);
        expect(dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other))).toBeLessThan(0.8);
      }
    }
  });
});
