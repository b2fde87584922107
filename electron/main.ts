import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerSaveBlocker,
  protocol,
  session,
  utilityProcess,
} from 'electron';
import { registerScheme, serveApp } from './app-protocol.ts';
import { connectChannel } from './channels.ts';
import { clock } from './clock.ts';
import { hoursOf, hutArguments, shellArguments } from './hut-arguments.ts';
import { type HutKeeper, keepHut } from './hut-process.ts';
import { pageUrl } from './own-origin.ts';
import { afterWindowLoss, watchLoading, watchPage } from './recovery.ts';
import { guardApp, guardSession } from './security.ts';
import { isOnlyInstance, keepAwake, openAt, windowOptions } from './window.ts';

/** Composition of the shell; every rule lives in the file it is taken from. Runs as dist/electron/main.js. */
const dist = join(import.meta.dirname, '..');
const packaged = app.isPackaged;
const log = (line: string) => console.error(`shell: ${line}`);

if (isOnlyInstance(app)) {
  guardApp(app, packaged);
  registerScheme(protocol);
  Menu.setApplicationMenu(null);
  // No crash dialog for a resident to look at: the shell ends, and the system starts it anew.
  const end = (error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    app.exit(1);
  };
  process.on('uncaughtException', end);
  app.whenReady().then(start).catch(end);
}

function start(): void {
  const places = {
    packaged,
    platform: process.platform,
    userData: app.getPath('userData'),
    cwd: process.cwd(),
  };
  const given = shellArguments(process.argv.slice(1), places);
  guardSession(session.defaultSession);
  serveApp(protocol, join(dist, 'renderer'), join(dist, 'clips'));
  let endPage = () => {};
  const hut = keepHut({
    fork: () =>
      utilityProcess.fork(join(dist, 'hut', 'electron-entry.js'), hutArguments(given), {
        serviceName: 'xiaowu hut',
      }),
    newChannel: () => new MessageChannelMain(),
    clock,
    log,
    endPage: () => endPage(),
  });
  ipcMain.on(connectChannel, (event) => hut.connect(event.senderFrame));
  const hours = hoursOf(given.config);
  keepAwake(powerSaveBlocker, clock, (now) => openAt(hours, now));
  const leaving = leaveCleanly(hut);
  endPage = keepWindow(given.windowed, leaving);
}

/** Ends the hut before the shell ends. Returns whether that has begun. */
function leaveCleanly(hut: HutKeeper<Electron.MessagePortMain>): () => boolean {
  let leaving = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    void hut.stop().then(() => app.exit(0));
  });
  // The window is not the app: a lost one is replaced.
  app.on('window-all-closed', () => {});
  return () => leaving;
}

/** Opens the window and replaces a lost one. Returns what ends the page that is shown, and so the window. */
function keepWindow(windowed: boolean, leaving: () => boolean): () => void {
  let page: Electron.WebContents | null = null;
  let losses: readonly number[] = [];
  const open = () => {
    const preload = join(dist, 'electron', 'preload.cjs');
    const window = new BrowserWindow(windowOptions({ packaged, windowed, preload }));
    page = window.webContents;
    const replace = (reason: string) => {
      if (leaving()) return;
      const next = afterWindowLoss(losses, clock.mono());
      log(`the window is lost (${reason}): ${next.act}`);
      if (next.act === 'give-up') return app.exit(1);
      losses = next.losses;
      open();
    };
    watchPage(window.webContents, clock, (reason) => {
      window.removeAllListeners('closed');
      replace(reason);
      window.destroy();
    });
    window.on('closed', () => (packaged ? replace('closed') : app.quit()));
    const load = () => {
      // What failed is told by the page itself.
      if (!window.isDestroyed()) window.loadURL(pageUrl).catch(() => {});
    };
    watchLoading(window.webContents, clock, load);
    load();
  };
  open();
  return () => {
    if (page?.isDestroyed() === false) page.forcefullyCrashRenderer();
  };
}
