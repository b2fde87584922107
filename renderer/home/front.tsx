import { renderToStaticMarkup } from 'react-dom/server';
import type { View } from '../../domain/contract/screen.ts';
import { refused } from '../../domain/result.ts';
import { type Seen, SeenContext } from '../app/seen.ts';
import { Eave } from '../pieces/eave.tsx';
import { Plinth } from '../pieces/plinth.tsx';
import type { ScreenOf } from '../screens.tsx';
import { Attract } from './attract.tsx';

const screen: ScreenOf<'attract'> = {
  at: 'attract',
  figures: { lentThisMonth: 0, outNow: 0, things: 0 },
  today: [],
};

/** A hut of which nothing is known yet; what the front would say of it is hidden by look/front.css. */
const unknown: View = {
  token: 0,
  screen,
  preferences: { language: 'zh-CN', text: 'standard', theme: 'light', volume: 'usual' },
  hut: { name: { zh: '', en: '' }, mmPerPx: 0.248, timeZone: 'Asia/Shanghai' },
  sound: { volume: 0, speed: 1, first: 'clips', recordings: 0 },
  now: 0,
  locker: { columns: [] },
  doors: {},
  troubles: [],
  practice: false,
};

const nothing = () => undefined;

const seen: Seen = {
  view: unknown,
  receivedAt: 0,
  clock: { wall: () => 0, mono: () => 0, after: () => nothing },
  press: nothing,
  look: async () => false,
  listRecorded: async () => [],
  keepRecording: async () => false,
  call: async () => refused({ code: 'closed', message: 'no hut is reached yet' }),
  voice: { available: true, speaking: false, toggle: nothing, say: nothing, play: nothing, stop: nothing },
};

/**
 * The resting screen as text of a page, made when the renderer is built: it stands before any code of the screens
 * has been read (app/front.ts), from the same parts as the living one.
 */
export const frontHtml = (): string =>
  renderToStaticMarkup(
    <div className="room front" data-dock="none" aria-hidden="true">
      <div className="room__stage">
        <SeenContext value={seen}>
          <div className="screen is-borrow" data-screen="attract">
            <Eave />
            <div className="body">
              <Attract screen={screen} />
            </div>
            <Plinth />
          </div>
        </SeenContext>
      </div>
    </div>,
  );
