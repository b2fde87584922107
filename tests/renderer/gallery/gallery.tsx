import '@fontsource-variable/noto-sans-sc/index.css';
import '../../../renderer/look/index.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Channel, ClientFrame } from '../../../domain/contract/contract.ts';
import type { PracticeState } from '../../../domain/contract/practice.ts';
import type { View } from '../../../domain/contract/screen.ts';
import { App } from '../../../renderer/app/app.tsx';
import { browserClock } from '../../../renderer/app/clock.ts';
import { createStore } from '../../../renderer/app/store.ts';
import { fetchAll } from '../../../renderer/screens.tsx';
import { createSpeech } from '../../../renderer/sound/speech.ts';
import { createClient } from '../../../renderer/wire/client.ts';
import type { Line } from '../../../renderer/wire/line.ts';
import { screens, viewOf } from '../fixtures.ts';

/**
 * Draws any fixture without a hut: the real app on a line whose far end is this page.
 * `?screen=home&theme=dark&text=large&lang=en&practice=1`; `gallery.show(view)` for tests.
 */
interface Gallery {
  names: string[];
  show(view: View): Promise<void>;
  named(name: string, preferences: Partial<View['preferences']>): Promise<void>;
  /** What the screen sent, newest last. */
  sent: ClientFrame[];
  /** Token of the view that stands now. */
  token(): number;
  drop(): void;
  practice(state: PracticeState): void;
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

const place = document.getElementById('root');
if (!place) throw new Error('no root');
createRoot(place).render(
  <App store={store} client={client} clock={browserClock} speech={createSpeech(undefined)} />,
);

const settled = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

window.gallery = {
  names: Object.keys(screens),
  sent,
  async show(view) {
    token += 1;
    const body = { ...view, token };
    flushSync(() => take({ type: 'push', seq: ++seq, name: 'view', body }));
    await settled();
    await document.fonts.ready;
  },
  async named(name, preferences) {
    const view = viewOf(name);
    await window.gallery.show({ ...view, preferences: { ...view.preferences, ...preferences } });
  },
  token: () => token,
  drop: () => closed(),
  practice: (state) => take({ type: 'push', seq: ++seq, name: 'practice', body: state }),
};

const query = new URLSearchParams(location.search);
const asked = viewOf(query.get('screen') ?? 'home');
await fetchAll();
await window.gallery.show({
  ...asked,
  practice: query.has('practice'),
  preferences: {
    language: query.get('lang') === 'en' ? 'en' : 'zh-CN',
    text: query.get('text') === 'large' ? 'large' : 'standard',
    theme: query.get('theme') === 'dark' ? 'dark' : query.get('theme') === 'contrast' ? 'contrast' : 'light',
  },
});
if (query.has('still')) document.documentElement.dataset.motion = 'low';
document.documentElement.dataset.ready = '';
