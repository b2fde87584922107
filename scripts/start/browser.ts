import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const windowsPlaces = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];
const macPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** An installed Chromium, Chrome or Edge, or null. `XIAOWU_CHROMIUM` goes first. */
export function findBrowser(
  env: NodeJS.ProcessEnv,
  platform: string,
  exists: (file: string) => boolean = existsSync,
): string | null {
  const places = [env.XIAOWU_CHROMIUM ?? ''];
  if (platform === 'win32') {
    for (const folder of [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]) {
      if (folder) places.push(...windowsPlaces.map((place) => join(folder, place)));
    }
  } else if (platform === 'darwin') {
    places.push(...macPlaces);
  } else {
    const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
    places.push(...linuxNames.flatMap((name) => folders.map((folder) => join(folder, name))));
  }
  return places.find((place) => place !== '' && exists(place)) ?? null;
}

/** A screen to show something on. Windows and macOS always have one, as far as can be told. */
export const hasDisplay = (env: NodeJS.ProcessEnv, platform: string): boolean =>
  platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);

/**
 * Flags of a browser that is nothing but the kiosk's screen.
 * @param profile a folder of its own, so that nobody's bookmarks and nobody's session are touched
 */
export const kioskFlags = (page: string, profile: string): string[] => [
  '--kiosk',
  `--app=${page}`,
  `--user-data-dir=${profile}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--noerrdialogs',
  '--disable-session-crashed-bubble',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-features=Translate',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  '--autoplay-policy=no-user-gesture-required',
  // The hut's own page is the only one there is; nobody at a kiosk can answer a browser's question.
  '--auto-accept-camera-and-microphone-capture',
];

const readyLine = /^ready (http:\/\/127\.0\.0\.1:\d+\/\S*)\s*$/m;

/** The page's address in what a hut process has printed so far, or null while it is not there. */
export const readyAddress = (printed: string): string | null => readyLine.exec(printed)?.[1] ?? null;
