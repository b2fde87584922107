import type { Clock } from '../domain/clock.ts';
import { portChannel } from './channels.ts';
import { afterHutExit, hangs, pageLimit, pingEvery, pongIn } from './recovery.ts';
import { isOwnSender, type SenderFrame } from './security.ts';

/** Milliseconds a hut process gets to settle before it is ended. */
const stopLimit = 8_000;

/** What Electron's `UtilityProcess` offers, as far as it is used. */
export interface HutChild<Port> {
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  postMessage(message: unknown, transfer?: Port[]): void;
  kill(): boolean;
}

/** What Electron's `WebFrameMain` offers, as far as it is used. */
export interface ScreenFrame<Port> extends SenderFrame {
  isDestroyed(): boolean;
  postMessage(channel: string, message: unknown, transfer?: Port[]): void;
}

export interface HutParts<Port> {
  fork(): HutChild<Port>;
  newChannel(): { port1: Port; port2: Port };
  clock: Clock;
  log(line: string): void;
  /** The page hangs, though nobody touches it: to be ended, and a new one opened. */
  endPage(): void;
}

/**
 * Keeps one hut process running and a screen connected to it. A process that exits is started anew, later each
 * time it fails at once, and the screen gets a port to the new one.
 */
export function keepHut<Port>(parts: HutParts<Port>) {
  const { fork, newChannel, clock, log, endPage } = parts;
  let child: HutChild<Port> | null = null;
  let screen: ScreenFrame<Port> | null = null;
  let failures = 0;
  let pageEndedAt = Number.NEGATIVE_INFINITY;
  let stopping: (() => void) | null = null;
  const opened = clock.mono();
  let cancelRestart = () => {};

  const join = () => {
    if (child === null || screen === null || screen.isDestroyed() || !isOwnSender(screen)) return;
    const { port1, port2 } = newChannel();
    child.postMessage({ type: 'connect' }, [port1]);
    screen.postMessage(portChannel, null, [port2]);
  };

  /** Asks how it is, again and again; one that does not answer is ended, and started anew like any that exits. */
  const watch = (asked: HutChild<Port>): (() => void) => {
    let heard = clock.mono();
    let level: string | null = null;
    let cancel = () => {};
    asked.on('message', (message) => {
      const told = pongIn(message);
      if (told === null) return;
      heard = clock.mono();
      if (told.level !== level && (level !== null || told.level !== 'ok'))
        log(`the hut says that it is ${told.level}`);
      level = told.level;
      // A page whose code never ran asks for no port; a hut that began anew has not heard the page yet.
      const silence = told.page ?? (screen === null ? heard - opened : 0);
      // The next page has as long to be heard as this one had.
      if (silence < pageLimit || heard - pageEndedAt < pageLimit) return;
      pageEndedAt = heard;
      log('the page gives no sign of life and is ended');
      endPage();
    });
    const ask = () => {
      if (hangs(heard, clock.mono(), level !== null)) {
        log('the hut process does not answer and is ended');
        asked.kill();
        return;
      }
      asked.postMessage({ type: 'ping' });
      cancel = clock.after(pingEvery, ask);
    };
    cancel = clock.after(pingEvery, ask);
    return () => cancel();
  };

  const start = () => {
    const began = clock.mono();
    const started = fork();
    child = started;
    const unwatch = watch(started);
    started.on('exit', (code) => {
      unwatch();
      child = null;
      if (stopping !== null) return stopping();
      const next = afterHutExit(failures, clock.mono() - began);
      failures = next.failures;
      log(`the hut process exited with ${code}; starting it anew in ${next.wait} ms`);
      cancelRestart = clock.after(next.wait, start);
    });
    join();
  };
  start();

  return {
    /** A page asks for its port. Frames that are not our own page get none. */
    connect(frame: ScreenFrame<Port> | null): void {
      if (frame === null || !isOwnSender(frame)) {
        log(`a frame that is not ours asked for the hut: ${frame?.url ?? 'gone'}`);
        return;
      }
      screen = frame;
      join();
    },
    /** Lets the hut end cleanly; ends it after `stopLimit` where it does not. Resolves when it has exited. */
    async stop(): Promise<void> {
      cancelRestart();
      const ending = child;
      if (ending === null) return;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(stopLimit, () => {
          log(`the hut process did not end within ${stopLimit} ms and is killed`);
          ending.kill();
        });
        stopping = () => {
          cancel();
          resolve();
        };
        ending.postMessage({ type: 'stop' });
      });
    },
  };
}
export type HutKeeper<Port> = ReturnType<typeof keepHut<Port>>;
