import type { BrowserWindowConstructorOptions } from 'electron';
import type { Clock } from '../domain/clock.ts';
import type { OpeningHours } from '../domain/config/config.ts';

export interface WindowLook {
  packaged: boolean;
  /** A window on a desk instead of the whole screen; never in a packaged kiosk. */
  windowed: boolean;
  /** The bundled preload. */
  preload: string;
}

/** The one window of a kiosk. */
export function windowOptions(look: WindowLook): BrowserWindowConstructorOptions {
  const kiosk = look.packaged || !look.windowed;
  return {
    kiosk,
    fullscreen: kiosk,
    frame: !kiosk,
    width: 1280,
    height: 800,
    resizable: !kiosk,
    minimizable: !kiosk,
    closable: !look.packaged,
    autoHideMenuBar: true,
    backgroundColor: '#f6f1e7',
    webPreferences: {
      preload: look.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !look.packaged,
      spellcheck: false,
      disableDialogs: true,
      zoomFactor: 1,
      // Sounds and speech are part of the screen; nobody "allows" them first.
      autoplayPolicy: 'no-user-gesture-required',
      // Covered by a keeper's window, the clock on the screen must still run.
      backgroundThrottling: false,
    },
  };
}

export interface SingleApp {
  requestSingleInstanceLock(): boolean;
  exit(code: number): void;
}

/** True when this is the only shell on the machine. The second one leaves: it must not touch the hut's doors. */
export function isOnlyInstance(app: SingleApp): boolean {
  if (app.requestSingleInstanceLock()) return true;
  app.exit(0);
  return false;
}

export interface SleepBlocker {
  start(type: 'prevent-display-sleep'): number;
  stop(id: number): void;
}

const lookEvery = 60_000;

/**
 * Keeps the display awake in opening hours and lets it sleep outside of them; looks once a minute.
 * @param isOpen takes milliseconds since 1970
 * @returns stops it
 */
export function keepAwake(blocker: SleepBlocker, clock: Clock, isOpen: (now: number) => boolean): () => void {
  let id: number | null = null;
  let cancel = () => {};
  const look = () => {
    const open = isOpen(clock.wall());
    if (open && id === null) id = blocker.start('prevent-display-sleep');
    if (!open && id !== null) {
      blocker.stop(id);
      id = null;
    }
    cancel = clock.after(lookEvery, look);
  };
  look();
  return () => {
    cancel();
    if (id !== null) blocker.stop(id);
  };
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** The hut's calendar: China Standard Time, UTC+8 all year. */
const offsetMs = 8 * 3_600_000;

/** Whether a hut with these hours is open. Minutes since midnight are compared; `24:00` is the end of the day. */
export function openAt(hours: OpeningHours, now: number): boolean {
  const local = new Date(now + offsetMs);
  const day = hours[weekdays[local.getUTCDay()] ?? 'sun'];
  if (day === null) return false;
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const of = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return minute >= of(day.from) && minute < of(day.to);
}
