import {
  Activity,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Clock } from '../../domain/clock.ts';
import type { Action } from '../../domain/contract/action.ts';
import type { Screen, View } from '../../domain/contract/screen.ts';
import type { Language } from '../../domain/contract/words.ts';
import type { ClipId } from '../../domain/sound/clip.ts';
import { Eave } from '../pieces/eave.tsx';
import { Plinth } from '../pieces/plinth.tsx';
import { flowOf, ScreenBody, useDrawable } from '../screens.tsx';
import type { Speech } from '../sound/speech.ts';
import { spokenLines } from '../sound/spoken-text.ts';
import type { Client } from '../wire/client.ts';
import { fetchVisitWords } from '../words/fetch-words.ts';
import { nameIn, sayIn } from '../words/words.ts';
import { startBeat } from './beat.ts';
import { ErrorBoundary } from './broken.tsx';
import { createReading } from './reading.ts';
import { screenKey, toldAnew } from './screen-key.ts';
import { type Seen, SeenContext } from './seen.ts';
import { type Stage, stageFor } from './stage.ts';
import type { Store } from './store.ts';

const Dock = lazy(async () => {
  const [{ Dock: part }] = await Promise.all([import('../practice/dock.tsx'), fetchVisitWords()]);
  return { default: part };
});

export interface AppParts {
  store: Store;
  client: Client;
  clock: Clock;
  speech: Speech;
  /** A screen could not be drawn. */
  onBroken: (error: unknown) => void;
}

const onResize = (changed: () => void) => {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
};

/** CSS pixels. It is read again once it is listened to: a window may get its size while the page is first drawn. */
function useWindowSize() {
  const width = useSyncExternalStore(onResize, () => innerWidth);
  const height = useSyncExternalStore(onResize, () => innerHeight);
  return useMemo(() => ({ width, height }), [width, height]);
}

/** What the look reads from the root: layout, theme, text size, language and the size of a rem. */
function useRoot(view: View | null, stage: Stage) {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset.layout = stage.layout;
    root.style.fontSize = `${stage.rem}px`;
    if (!view) return;
    const { theme, text, language } = view.preferences;
    root.dataset.theme = theme;
    root.dataset.text = text;
    root.lang = language;
    document.title = nameIn(language, view.hut.name);
  }, [view, stage]);
}

/** Amber at the top: a refusal, or the hut that cannot do its work. */
const refuses = ({ screen }: View) =>
  screen.at === 'refusal' || screen.at === 'keeper-refusal' || screen.at === 'trouble';

const spokenAtOnce = new Set([
  'door',
  'door-doubt',
  'borrowed',
  'returned',
  'refusal',
  'still-there',
  'keeper-called',
  'keeper-door',
  'keeper-opened',
  'keeper-done',
  'keeper-refusal',
]);

/** Screens that lie over another one, which is there again once they are gone. */
export const overlays: ReadonlySet<Screen['at']> = new Set(['still-there', 'keeper-called']);

/**
 * The screen to draw, and below an overlay the one it lies over: what was written, said or photographed there waits for
 * whoever called the keeper in the middle of it.
 */
function useBodies(screen: Screen): readonly Screen[] {
  const last = useRef<Screen | null>(null);
  const over = overlays.has(screen.at);
  useEffect(() => {
    if (!over) last.current = screen;
  });
  return over && last.current !== null ? [screen, last.current] : [screen];
}

/** The words of a door or a verdict, told to a screen reader and spoken; door numbers are said twice. */
function announcement(view: View, root: Element): string[] {
  const { screen } = view;
  if (!spokenAtOnce.has(screen.at)) return [];
  const top = root.querySelector('.door-say, .verdict__top, .ask, .still > div');
  if (!top) return [];
  if (screen.at !== 'door') return spokenLines(top);
  const say = sayIn(view.preferences.language);
  const line = top.querySelector('p');
  const rest = line ? spokenLines(line).join(' ') : '';
  const door = screen.door;
  if (screen.phase === 'opening') return [say('door.speakOpening', { door })];
  if (screen.phase === 'open') return [say('door.speak', { door, rest })];
  if (screen.phase === 'closed') return [say('door.speakClosed', { door, rest })];
  return [say('door.speakRemind', { door, rest })];
}

export function App({ store, client, clock, speech, onBroken }: AppParts) {
  const shown = useSyncExternalStore(store.subscribe, store.read);
  const drawn = useDrawable(shown.received);
  const view = drawn?.view ?? null;
  const size = useWindowSize();
  const practice = view?.practice ?? false;
  const mmPerPx = view?.hut.mmPerPx ?? 0.248;
  const stage = useMemo(() => stageFor(size, mmPerPx, practice), [size, mmPerPx, practice]);
  useRoot(view, stage);
  useEffect(() => startBeat(clock, document.documentElement), [clock]);
  if (!drawn || !view) return <Waiting stage={stage} />;
  return (
    <div className="room" data-dock={stage.dock}>
      <div className="room__stage" style={{ width: stage.width, height: stage.height }}>
        <Kiosk {...{ ...drawn, client, clock, speech, onBroken }} waiting={shown.link !== 'up'} />
      </div>
      {practice && (
        <Suspense fallback={null}>
          <Dock
            store={store}
            client={client}
            language={view.preferences.language}
            drawer={stage.dock === 'drawer'}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Before the hut has spoken: the empty house, so that nothing jumps when it does. */
const Waiting = ({ stage }: { stage: Stage }) => {
  const say = sayIn('zh-CN');
  return (
    <div className="room" data-dock="none">
      <div className="room__stage" style={{ width: stage.width, height: stage.height }}>
        <div className="screen is-borrow">
          <header className="eave" />
          <main className="wall waiting">
            <span className="spin spin--large" />
            <h1>{say('trouble.startingTitle')}</h1>
            <p>{say('trouble.startingHow')}</p>
          </main>
          <div className="dock" />
        </div>
      </div>
    </div>
  );
};

interface KioskParts {
  view: View;
  receivedAt: number;
  client: Client;
  clock: Clock;
  speech: Speech;
  onBroken: (error: unknown) => void;
  waiting: boolean;
}

/** The kiosk's surface: eave, wall, plinth. */
export function Kiosk({ view, receivedAt, client, clock, speech, onBroken, waiting }: KioskParts) {
  const body = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState('');
  const language = view.preferences.language;
  const key = screenKey(view);
  const bodies = useBodies(view.screen);

  const press = useCallback(
    (action: Action) => {
      void client.call('press', { token: view.token, action });
    },
    [client, view.token],
  );
  const look = useCallback(
    (text: string, frames: number) =>
      client.call('look', { text, frames }).then((answer) => answer.ok && answer.value.taken),
    [client],
  );
  const listRecorded = useCallback(
    (of: Language) => client.call('recordings', { language: of }).then((a) => (a.ok ? a.value.clips : [])),
    [client],
  );
  const keepRecording = useCallback(
    (of: Language, clip: ClipId, sound: string) =>
      client
        .call('keepRecording', { token: view.token, language: of, clip, sound })
        .then((answer) => answer.ok && answer.value.kept),
    [client, view.token],
  );
  useSyncExternalStore(speech.subscribe, () => `${speech.available(language)} ${speech.speaking()}`);
  useEffect(() => speech.tune(language, view.sound), [speech, language, view.sound]);
  const [reading] = useState(createReading);
  const available = speech.available(language);
  const speaking = speech.speaking();
  const seen: Seen = useMemo(
    () => ({
      view,
      receivedAt,
      clock,
      press,
      look,
      listRecorded,
      keepRecording,
      call: client.call,
      voice: {
        say: (of, words) => speech.say(of, [words], 'once'),
        play: speech.play,
        stop: speech.stop,
        available,
        speaking,
        toggle() {
          if (speech.speaking()) speech.stop();
          else if (body.current) speech.say(language, spokenLines(body.current), reading.asked(key));
        },
      },
    }),
    [
      view,
      receivedAt,
      clock,
      press,
      look,
      listRecorded,
      keepRecording,
      client,
      speech,
      available,
      speaking,
      language,
      reading,
      key,
    ],
  );

  return (
    <SeenContext value={seen}>
      <div
        className={`screen ${flowOf(view.screen)}${refuses(view) ? ' is-refusal' : ''}`}
        data-screen={view.screen.at}
      >
        <Eave />
        {bodies.map((screen) => (
          <Activity key={screenKey({ screen })} mode={screen === view.screen ? 'visible' : 'hidden'}>
            <div className="body" ref={screen === view.screen ? body : null}>
              <ErrorBoundary screen={screen} onBroken={onBroken}>
                <ScreenBody screen={screen} />
              </ErrorBoundary>
              <Arrived
                told={toldAnew({ screen, preferences: view.preferences })}
                onArrived={(first) => {
                  const root = body.current;
                  if (!root) return;
                  if (first) reading.arrived(key);
                  if (first) root.querySelector<HTMLElement>('[data-title]')?.focus({ preventScroll: true });
                  const words = announcement(view, root);
                  setLive(words.join(' '));
                  speech.stop();
                  if (words.length > 0) speech.say(language, words);
                }}
              />
            </div>
          </Activity>
        ))}
        <Plinth />
        {waiting && (
          <p className="band" role="status">
            <span className="spin" />
            {sayIn(language)('band.waiting')}
          </p>
        )}
        <div className="vh" aria-live="polite">
          {live}
        </div>
      </div>
    </SeenContext>
  );
}

/** Tells when the screen it stands in has been drawn, and again when what is told of it changes. */
function Arrived({ told, onArrived }: { told: string; onArrived: (first: boolean, told: string) => void }) {
  const first = useRef(true);
  const tell = useRef(onArrived);
  tell.current = onArrived;
  useEffect(() => {
    tell.current(first.current, told);
    first.current = false;
  }, [told]);
  // What an overlay lay over arrives anew.
  useEffect(
    () => () => {
      first.current = true;
    },
    [],
  );
  return null;
}
