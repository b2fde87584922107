import '@fontsource-variable/noto-sans-sc/index.css';
import '../../../renderer/look/index.css';
import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Channel, ClientFrame } from '../../../domain/contract/contract.ts';
import type { PracticeState } from '../../../domain/contract/practice.ts';
import type { Cue, View } from '../../../domain/contract/screen.ts';
import { refused } from '../../../domain/result.ts';
import { App, overlays } from '../../../renderer/app/app.tsx';
import { browserClock } from '../../../renderer/app/clock.ts';
import { tellTouches } from '../../../renderer/app/kiosk-page.ts';
import { createStore } from '../../../renderer/app/store.ts';
import { fetchAll } from '../../../renderer/screens.tsx';
import { createClips, decodeSound } from '../../../renderer/sound/clips.ts';
import { layCue } from '../../../renderer/sound/cues.ts';
import { machineVoice } from '../../../renderer/sound/machine-voice.ts';
import { createSpeech, pageLoudspeaker } from '../../../renderer/sound/speech.ts';
import { spokenLines } from '../../../renderer/sound/spoken-text.ts';
import { stitchRate } from '../../../renderer/sound/stitch.ts';
import { createClient } from '../../../renderer/wire/client.ts';
import type { Line } from '../../../renderer/wire/line.ts';
import '../../../renderer/words/further.ts';
import { fetchWords } from '../../../renderer/words/words.ts';
import { contrastOnPage, contrastOnPicture, type DrawnText } from '../contrast.ts';
import { screens, viewOf } from '../fixtures.ts';
import { faultsOnPage } from '../measure.ts';
import { reachFaultsOnPage } from '../reach.ts';
import { differ, small } from './differ.ts';
import { PieceScreen, pieces, still } from './pieces.tsx';

/**
 * Draws any fixture without a hut: the real app on a line whose far end is this page.
 * `?screen=home&theme=dark&text=large&lang=en&practice=1`, `&still` without motion, `&frozen` with a clock that
 * stands. The arrow keys go through the screens and pieces, L, S and T change language, size and theme.
 * `gallery.show(view)` for tests.
 */
interface Gallery {
  names: string[];
  show(view: View): Promise<void>;
  named(name: string, preferences: Partial<View['preferences']>): Promise<void>;
  /**
   * Lays screens out one after the other, each in these ways, paints none of them, and tells for each way what a look
   * says is wrong. To change the theme of a screen that stands takes a third of what it takes to put it there.
   */
  measure(
    looks: readonly Look[],
    names: readonly string[],
    ways: readonly Partial<View['preferences']>[],
  ): Promise<Measured[]>;
  /** As `contrastOnPicture`; and whether text is painted. */
  onPicture(png: string, scale: number, texts: readonly DrawnText[]): Promise<string[]>;
  inkless(on: boolean): void;
  differ(was: string, is: string): ReturnType<typeof differ>;
  small: typeof small;
  /** What the screen sent, newest last. */
  sent: ClientFrame[];
  /** Token of the view that stands now. */
  token(): number;
  drop(): void;
  practice(state: PracticeState): void;
  /** What would be read aloud of the screen that stands now. */
  spoken(): string[];
  /** The samples of a cue, at 8000 a second. */
  cue(cue: Cue): Promise<number[]>;
  /** How many seconds of sound a file in base64 holds. */
  seconds(file: string): Promise<number>;
}
export type Look = 'layout' | 'contrast' | 'reach';
export interface Measured {
  faults: string[];
  /** Text on drawings, by screen. */
  drawn: Record<string, DrawnText[]>;
}
declare global {
  interface Window {
    gallery: Gallery;
  }
}

let take: (message: unknown) => void = () => {};
let closed: () => void = () => {};
let seq = 0;
let token = 0;
const sent: ClientFrame[] = [];
const channel: Channel = {
  send(message) {
    sent.push(message as ClientFrame);
  },
  onMessage(taker) {
    take = taker;
  },
  onClose(taker) {
    closed = taker;
  },
  close: () => undefined,
};
const line: Line = { start: (opened) => opened(channel), stop: () => undefined };
const client = createClient({ line, clock: browserClock, newKey: () => crypto.randomUUID() });
const store = createStore(client, browserClock);
take({ type: 'hello', boot: 'gallery', seq: 0 });

/** Nothing can be said here, and nobody is asked for it. */
const silent = createClips({
  client: { call: async () => refused({ code: 'closed', message: 'a gallery has no hut' }) },
  clock: browserClock,
  fetchFile: async () => null,
});

const query = new URLSearchParams(location.search);
const clock = query.has('frozen') ? still : browserClock;
const speech = createSpeech({
  clock: browserClock,
  clips: silent,
  machine: machineVoice(undefined),
  loudspeaker: pageLoudspeaker,
});
tellTouches(window, browserClock.mono, () => void client.call('touch', {}));
/** No screen may be shown broken. */
const onBroken = (error: unknown) => {
  throw error;
};
/** The piece that stands there instead of a screen, and who is told when another does. */
let piece: { name: string; view: View } | null = null;
let told: () => void = () => {};
function Shown() {
  const shown = useSyncExternalStore(
    (tell) => {
      told = tell;
      return () => {};
    },
    () => piece,
  );
  if (shown === null) return <App {...{ store, client, clock, speech, onBroken }} />;
  return <PieceScreen {...shown} />;
}

const place = document.getElementById('root');
if (!place) throw new Error('no root');
createRoot(place).render(<Shown />);

const settled = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

function push(view: View): void {
  token += 1;
  const body = { ...view, token };
  if (overlays.has(view.screen.at)) {
    // What was shown before would stay below it, and each is looked at alone.
    flushSync(() => {
      piece = { name: 'piece-eave', view };
      told();
    });
  }
  flushSync(() => {
    if (piece !== null) {
      piece = null;
      told();
    }
    take({ type: 'push', seq: ++seq, name: 'view', body });
  });
}

/** When a machine without a camera says so is the browser's affair: but for the screens of that, it is still asked. */
let asksCamera = true;
const camera: MediaDevices | undefined = navigator.mediaDevices;
if (camera !== undefined) {
  const ask = camera.getUserMedia.bind(camera);
  camera.getUserMedia = (how) => (asksCamera ? ask(how) : new Promise(() => {}));
}

/** Draws a screen or a piece by its name. */
function put(name: string, preferences: Partial<View['preferences']>): void {
  asksCamera = name.endsWith('-lens');
  const view = viewOf(name in pieces ? 'home' : name);
  const whole = { ...view, preferences: { ...view.preferences, ...preferences } };
  if (!(name in pieces)) {
    push(whole);
    return;
  }
  const root = document.documentElement;
  root.dataset.layout = innerWidth > innerHeight ? 'landscape' : 'portrait';
  root.dataset.theme = whole.preferences.theme;
  root.dataset.text = whole.preferences.text;
  root.lang = whole.preferences.language;
  flushSync(() => {
    piece = { name, view: whole };
    told();
  });
}

const inkless = new CSSStyleSheet();
inkless.replaceSync(
  '.screen * { -webkit-text-fill-color: transparent !important; } .screen svg text { fill: transparent !important; }',
);
/** The least contrast of text, WCAG 2.2 AAA. */
const least = 7;

window.gallery = {
  differ,
  small,
  names: [...Object.keys(screens), ...Object.keys(pieces)],
  sent,
  async show(view) {
    push(view);
    await settled();
    await document.fonts.ready;
  },
  async measure(looks, names, ways) {
    const measured = ways.map((): Measured => ({ faults: [], drawn: {} }));
    for (const name of names) {
      for (const [i, { faults, drawn }] of measured.entries()) {
        put(name, ways[i] ?? {});
        // To lay it out asks for the fonts it needs.
        document.body.getBoundingClientRect();
        await document.fonts.ready;
        const found: string[] = [];
        if (looks.includes('layout')) found.push(...faultsOnPage());
        if (looks.includes('reach')) found.push(...reachFaultsOnPage());
        if (looks.includes('contrast')) {
          const contrast = contrastOnPage(least);
          found.push(...contrast.faults);
          if (contrast.drawn.length > 0) drawn[name] = contrast.drawn;
        }
        for (const fault of found) faults.push(`${name}: ${fault}`);
      }
    }
    return measured;
  },
  onPicture: (png, scale, texts) => contrastOnPicture(png, scale, texts, least),
  inkless(on) {
    document.adoptedStyleSheets = on ? [inkless] : [];
  },
  async named(name, preferences) {
    if (preferences.language !== undefined) await fetchWords(preferences.language);
    put(name, preferences);
    await settled();
    await document.fonts.ready;
  },
  token: () => token,
  drop: () => closed(),
  practice: (state) => take({ type: 'push', seq: ++seq, name: 'practice', body: state }),
  spoken() {
    const body = document.querySelector('.body');
    return body === null ? [] : spokenLines(body);
  },
  async cue(cue) {
    const audio = new OfflineAudioContext(1, 12_000, 8_000);
    layCue(audio, cue, 0, 1);
    return [...(await audio.startRendering()).getChannelData(0)];
  },
  async seconds(file) {
    const samples = await decodeSound(Uint8Array.from(atob(file), (c) => c.charCodeAt(0)).buffer);
    return samples.length / stitchRate;
  },
};

const asked = viewOf(query.get('screen') ?? 'home');
await fetchAll();
await import('../../../renderer/pieces/volume-key.tsx');
// What comes when it is first drawn is drawn once before anybody looks: else the first picture would be without it.
await window.gallery.named('piece-eave', {});
await window.gallery.show({
  ...asked,
  practice: query.has('practice'),
  preferences: {
    language: query.get('lang') === 'en' ? 'en' : 'zh-CN',
    text: query.get('text') === 'large' ? 'large' : 'standard',
    theme: query.get('theme') === 'dark' ? 'dark' : query.get('theme') === 'contrast' ? 'contrast' : 'light',
    volume: 'usual',
  },
});
if (query.has('still')) document.documentElement.dataset.motion = 'low';
document.documentElement.dataset.ready = '';

const languages = ['zh-CN', 'en'] as const;
const sizes = ['standard', 'large'] as const;
const themes = ['light', 'dark', 'contrast'] as const;
let at = 0;
const chosen = { language: 0, text: 0, theme: 0 };
window.addEventListener('keydown', ({ key }) => {
  const { names, named } = window.gallery;
  if (key === 'ArrowRight') at = (at + 1) % names.length;
  else if (key === 'ArrowLeft') at = (at + names.length - 1) % names.length;
  else if (key === 'l') chosen.language += 1;
  else if (key === 's') chosen.text += 1;
  else if (key === 't') chosen.theme += 1;
  else return;
  void named(names[at] ?? 'home', {
    language: languages[chosen.language % 2] ?? 'zh-CN',
    text: sizes[chosen.text % 2] ?? 'standard',
    theme: themes[chosen.theme % 3] ?? 'light',
  });
});
