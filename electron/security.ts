import { isOwn, isOwnPage } from './own-origin.ts';

/** The piece of Electron's `app` that rules for every page are laid on. */
export interface GuardedApp {
  enableSandbox(): void;
  on(event: 'web-contents-created', listener: (event: unknown, contents: GuardedContents) => void): unknown;
}

interface Preventable {
  preventDefault(): void;
}
type Going = Preventable & { url: string };

/** The piece of Electron's `WebContents` that is locked. */
export interface GuardedContents {
  on(event: 'will-navigate', listener: (event: Going) => void): unknown;
  on(event: 'will-frame-navigate', listener: (event: Going) => void): unknown;
  on(event: 'will-redirect', listener: (event: Going) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  on(event: 'zoom-changed', listener: () => void): unknown;
  on(event: 'before-input-event', listener: (event: Preventable, input: KeyInput) => void): unknown;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  setZoomFactor(factor: number): void;
}

/** The piece of Electron's `Session` that grants and denies. */
export interface GuardedSession {
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      answer: (granted: boolean) => void,
      details: { requestingUrl: string; isMainFrame: boolean },
    ) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (
      contents: unknown,
      permission: string,
      requestingOrigin: string,
      details: { isMainFrame: boolean },
    ) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  on(event: 'will-download', listener: (event: Preventable) => void): unknown;
}

export interface KeyInput {
  code: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
}

/**
 * Sandboxes every renderer and locks every page there will ever be: no way off our own page, no windows, no
 * webviews, one zoom, no keys of the desktop. Must run before the app is ready.
 * @param packaged a developer's shell leaves the keys alone, or it could not be left
 */
export function guardApp(app: GuardedApp, packaged: boolean): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => guardContents(contents, packaged));
}

export function guardContents(contents: GuardedContents, packaged: boolean): void {
  const stay = (event: Going) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  // Nothing of ours redirects.
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('zoom-changed', () => contents.setZoomFactor(1));
  if (packaged) {
    contents.on('before-input-event', (event, input) => {
      if (!passesKey(input)) event.preventDefault();
    });
  }
}

/** Denies every permission and every device; camera and microphone are for our own page alone. */
export function guardSession(session: GuardedSession): void {
  const granted = (permission: string, from: string, isMainFrame: boolean) =>
    permission === 'media' && isMainFrame && isOwn(from);
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(granted(permission, details.requestingUrl, details.isMainFrame)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    granted(permission, requestingOrigin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/**
 * Control characters of a keyboard-wedge scanner, as the keys they arrive by: TAB, LF, CR, FS, GS, RS, US.
 * GS1 codes hold a GS, which is Ctrl+].
 */
const scannerControls = new Set(['KeyI', 'KeyJ', 'KeyM', 'Backslash', 'BracketRight', 'Digit6', 'Minus']);
const bareControls = new Set(['ControlLeft', 'ControlRight']);

/** False for keys that belong to a desktop: with Alt, Meta or Control, and the function keys. */
export function passesKey(input: KeyInput): boolean {
  if (input.alt || input.meta || /^(Alt|Meta|OS|ContextMenu|Browser|Launch|F\d)/.test(input.code))
    return false;
  if (input.control) return scannerControls.has(input.code) || bareControls.has(input.code);
  return true;
}

/** What is looked at of a frame that sent a message: `WebFrameMain`, null when it is already gone. */
export interface SenderFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: unknown;
}

/** True for the top frame of our own page; no other frame is spoken to. */
export const isOwnSender = (frame: SenderFrame | null): boolean =>
  frame !== null && frame.parent === null && isOwn(frame.origin) && isOwnPage(frame.url);
