import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../../chromium.ts';
import { differenceOf, drop, keep, pictured, stale } from './kept.ts';
import { type Easel, type Look, looks, openEasel, pictureOf } from './looks.ts';
import { serveGallery } from './serve.ts';

const usage = `npm run gallery              every screen and component at an address, for a browser
npm run gallery -- shoot OUT [LOOKS] [NAMES]   pictures in full size, of all twelve looks (a–l) unless told
npm run gallery -- check [NAMES]    holds every screen in every look against the pictures that are kept
npm run gallery -- update [NAMES]   keeps what they look like now, after you have looked
npm run gallery -- docs      takes the pictures of docs/design.md`;

/** Pictures of docs/design.md, by look. */
const inDocs: Record<string, readonly string[]> = {
  a: ['home', 'door', 'borrowed', 'refusal-limit-reached', 'piece-button-go', 'piece-keyboard', 'figures'],
  b: ['home'],
  c: ['home'],
  d: ['home', 'door'],
};

const [command = 'serve', ...args] = process.argv.slice(2);
const gallery = await serveGallery();

async function eachPicture(
  chosen: readonly string[],
  run: (easel: Easel, look: string, how: Look) => Promise<void>,
): Promise<void> {
  const browser = await launchChromium();
  for (const layout of ['portrait', 'landscape'] as const) {
    const here = chosen.filter((look) => looks[look]?.layout === layout);
    if (here.length === 0) continue;
    const easel = await openEasel(browser, gallery.url, layout);
    for (const look of here) {
      const how = looks[look];
      if (how) await run(easel, look, how);
    }
  }
  await browser.close();
}

const commands: Record<string, () => Promise<void>> = {
  async serve() {
    console.log(`the gallery is at ${gallery.url}`);
    console.log('arrow keys: next and last; L language, S size, T theme. Ctrl-C ends it.');
    await new Promise((resolve) => process.once('SIGINT', resolve));
  },
  async shoot() {
    const [out = 'out/pictures', which = Object.keys(looks).join(''), only = ''] = args;
    await eachPicture([...which], async (easel, look, how) => {
      mkdirSync(join(out, look), { recursive: true });
      const names =
        only === ''
          ? easel.names
          : easel.names.filter((name) => only.split(',').some((n) => name.startsWith(n)));
      for (const name of names) {
        const png = await pictureOf(easel, name, how);
        writeFileSync(join(out, look, `${name}.png`), Buffer.from(png, 'base64'));
      }
    });
  },
  async docs() {
    await eachPicture(Object.keys(inDocs), async (easel, look, how) => {
      for (const name of inDocs[look] ?? []) {
        const png = await pictureOf(easel, name, how);
        const webp = await easel.page.evaluate((whole) => window.gallery.small(whole, 800, 0.7), png);
        mkdirSync('docs/img/design', { recursive: true });
        writeFileSync(`docs/img/design/${name}-${look}.webp`, Buffer.from(webp, 'base64'));
      }
    });
  },
  check: () => held(false),
  update: () => held(true),
};

async function held(update: boolean): Promise<void> {
  let differ = 0;
  const only = args[0]?.split(',') ?? [];
  const isAsked = (name: string): boolean => only.length === 0 || only.some((each) => name.startsWith(each));
  await eachPicture(Object.keys(looks), async (easel, look) => {
    for (const name of easel.names.filter((each) => pictured(each) && isAsked(each))) {
      const found = await differenceOf(easel, look, name);
      if (found === null) continue;
      differ += 1;
      console.log(`${look}/${name}: ${found.by === null ? 'new' : `differs by ${found.by}`}`);
      if (update) keep(found);
      else if (found.picture !== null) {
        mkdirSync('out/differences', { recursive: true });
        writeFileSync(`out/differences/${look}-${name}.png`, Buffer.from(found.picture, 'base64'));
      }
    }
    const old = stale(easel.names);
    for (const file of old) console.log(`no such screen: ${file}`);
    if (update) drop(old);
    else differ += old.length;
  });
  console.log(`${differ} ${update ? 'kept anew' : 'differ; see out/differences'}`);
  if (differ > 0 && !update) process.exitCode = 1;
}

const run = commands[command];
if (run === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else await run();
await gallery.close();
