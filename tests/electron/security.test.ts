import { beforeEach, describe, expect, test } from 'vitest';
import { guardApp, guardSession, isOwnSender, passesKey } from '../../electron/security.ts';
import { FakeApp, FakeContents, FakeEmitter, FakeFrame } from './fakes.ts';

const hostile = [
  'https://evil.example/',
  'https://evil.example/app://hut/index.html',
  'app://hut.evil.example/index.html',
  'app://hut@evil.example/',
  'app://hut/assets/picture.svg',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<h1>hut</h1>',
  'about:blank',
  'chrome://gpu',
];

describe('pages', () => {
  let app = new FakeApp();
  let contents = new FakeContents();
  const open = (packaged: boolean) => {
    app = new FakeApp();
    guardApp(app, packaged);
    contents = new FakeContents();
    app.emit('web-contents-created', {}, contents);
  };
  beforeEach(() => open(true));

  test('run in the sandbox', () => expect(app.sandboxed).toBe(true));

  test.each(hostile)('do not go to %s, by any way', (url) => {
    expect(contents.emit('will-navigate', { url })).toBe(true);
    expect(contents.emit('will-frame-navigate', { url })).toBe(true);
    expect(contents.emit('will-redirect', { url })).toBe(true);
  });

  test('may be loaded anew, but not be redirected', () => {
    expect(contents.emit('will-navigate', { url: 'app://hut/index.html' })).toBe(false);
    expect(contents.emit('will-redirect', { url: 'app://hut/index.html' })).toBe(true);
  });

  test('open no window and hold no webview', () => {
    expect(contents.openHandler()).toEqual({ action: 'deny' });
    expect(contents.emit('will-attach-webview')).toBe(true);
  });

  test('have one zoom', () => {
    contents.emit('zoom-changed');
    expect(contents.zoom).toEqual([1]);
  });

  test('get no keys of the desktop in a packaged kiosk; a developer keeps them', () => {
    const quit = { code: 'F4', control: false, alt: true, meta: false };
    expect(contents.emit('before-input-event', {}, quit)).toBe(true);
    expect(contents.emit('before-input-event', {}, { ...quit, code: 'KeyA', alt: false })).toBe(false);
    open(false);
    expect(() => contents.emit('before-input-event', {}, quit)).toThrow('nobody listens');
  });
});

const key = (code: string, held: 'none' | 'control' | 'alt' | 'meta' = 'none') => ({
  code,
  control: held === 'control',
  alt: held === 'alt',
  meta: held === 'meta',
});

test.each([
  key('F4', 'alt'),
  key('Tab', 'alt'),
  key('F11'),
  key('F12'),
  key('KeyR', 'control'),
  key('KeyW', 'control'),
  key('KeyP', 'control'),
  key('Equal', 'control'),
  key('Digit0', 'control'),
  key('MetaLeft'),
  key('KeyL', 'meta'),
  key('AltLeft'),
  key('ContextMenu'),
  key('BrowserBack'),
])('$code with its modifiers is blocked', (input) => expect(passesKey(input)).toBe(false));

test.each([
  key('Digit6'),
  key('KeyA'),
  key('Enter'),
  key('Tab'),
  key('Space'),
  key('ShiftLeft'),
  key('ControlLeft', 'control'),
  key('BracketRight', 'control'),
  key('KeyJ', 'control'),
  key('KeyM', 'control'),
])('$code passes: a scanner types it', (input) => expect(passesKey(input)).toBe(true));

describe('permissions', () => {
  type Details = { requestingUrl: string; isMainFrame: boolean };
  class FakeSession extends FakeEmitter {
    request: (permission: string, details: Details) => boolean = () => true;
    check: (permission: string, origin: string, isMainFrame: boolean) => boolean = () => true;
    device = () => true;
    setPermissionRequestHandler(
      handler: (
        contents: unknown,
        permission: string,
        answer: (yes: boolean) => void,
        details: Details,
      ) => void,
    ): void {
      this.request = (permission, details) => {
        const answers: boolean[] = [];
        handler(null, permission, (yes) => answers.push(yes), details);
        expect(answers).toHaveLength(1);
        return answers[0] === true;
      };
    }
    setPermissionCheckHandler(
      handler: (contents: unknown, permission: string, origin: string, details: Details) => boolean,
    ): void {
      this.check = (permission, origin, isMainFrame) =>
        handler(null, permission, origin, { requestingUrl: origin, isMainFrame });
    }
    setDevicePermissionHandler(handler: () => boolean): void {
      this.device = handler;
    }
  }
  const session = new FakeSession();
  guardSession(session);
  const own = 'app://hut/';

  test('camera and microphone are for our own page', () => {
    expect(session.request('media', { requestingUrl: own, isMainFrame: true })).toBe(true);
    expect(session.check('media', own, true)).toBe(true);
  });

  test.each(hostile.filter((url) => !url.startsWith('app://hut/')))('and not for %s', (url) => {
    expect(session.request('media', { requestingUrl: url, isMainFrame: true })).toBe(false);
    expect(session.check('media', url, true)).toBe(false);
  });

  test('nor for a frame within', () => {
    expect(session.request('media', { requestingUrl: own, isMainFrame: false })).toBe(false);
    expect(session.check('media', own, false)).toBe(false);
  });

  test.each([
    'geolocation',
    'notifications',
    'clipboard-read',
    'display-capture',
    'fullscreen',
    'hid',
    'serial',
    'usb',
    'midi',
    'openExternal',
    'fileSystem',
    'pointerLock',
    'unknown',
  ])('%s is for nobody', (permission) => {
    expect(session.request(permission, { requestingUrl: own, isMainFrame: true })).toBe(false);
    expect(session.check(permission, own, true)).toBe(false);
  });

  test('no device, no download', () => {
    expect(session.device()).toBe(false);
    expect(session.emit('will-download')).toBe(true);
  });
});

test('only the top frame of our own page is spoken to', () => {
  expect(isOwnSender(new FakeFrame())).toBe(true);
  expect(isOwnSender(null)).toBe(false);
  expect(isOwnSender(new FakeFrame('app://hut/index.html', 'app://hut', {}))).toBe(false);
  expect(isOwnSender(new FakeFrame('https://evil.example/', 'https://evil.example'))).toBe(false);
  expect(isOwnSender(new FakeFrame('app://hut/index.html', 'null'))).toBe(false);
  expect(isOwnSender(new FakeFrame('app://hut/x.html', 'app://hut'))).toBe(false);
});
