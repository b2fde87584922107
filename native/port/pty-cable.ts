import { closeSync, constants, openSync, readdirSync, readlinkSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { SerialPort } from 'serialport';
import { PtyWriter } from './pty-writer.ts';

/** A bare cable: raw bytes to and from the far end, until unplugged for good. */
export interface Cable {
  readonly path: string;
  /** False when there is nobody to send to. */
  write(bytes: Uint8Array): boolean;
  unplug(): Promise<void>;
}

interface OpenPty {
  master: ReadStream;
  slave: ReadStream;
  ptsName: string;
  /** Of the master; non-blocking. */
  fd: number;
}

/** `open` is in the library but not in its type declarations. */
const hasOpen = (library: object): library is { open(options: { encoding: null }): OpenPty } =>
  'open' in library && typeof library.open === 'function';

/** Opening a port once gives the terminal its raw mode, which stays: else it echoes and eats control bytes. */
async function makeRaw(path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: 9600, autoOpen: false });
    port.on('error', () => {});
    port.open((error) => {
      if (error) reject(error);
      else port.close(() => resolve());
    });
  });
}

/**
 * The descriptor that the library's handle was made from: libuv opens the terminal anew for itself and leaves the first
 * one open for good (uv_tty_init). Nobody else has this terminal open yet.
 */
function closeForgotten(path: string, hold: number): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fd')) {
    const fd = Number(name);
    if (fd === hold) continue;
    try {
      if (readlinkSync(`/proc/self/fd/${name}`) === path) closeSync(fd);
    } catch {
      // Gone meanwhile: the one that listed the directory.
    }
  }
}

/** A pseudo-terminal, or null where there is none (Windows, or the library is not installed). */
export async function makePtyCable(onData: (bytes: Uint8Array) => void): Promise<Cable | null> {
  if (process.platform === 'win32') return null;
  let opened: OpenPty;
  try {
    const library: { default: object } = await import('@lydell/node-pty');
    if (!hasOpen(library.default)) return null;
    opened = library.default.open({ encoding: null });
  } catch {
    return null;
  }
  const { master, slave, ptsName, fd } = opened;
  master.removeAllListeners('error');
  // The end of the cable is known from unplug(); a read error after it says nothing new.
  master.on('error', () => {});
  // Held and never read: the far end stays alive while no driver has the port open.
  const hold = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
  // The library's own handle would eat the far end's bytes.
  await new Promise<void>((resolve) => {
    slave.once('close', () => resolve());
    slave.destroy();
  });
  closeForgotten(ptsName, hold);
  await makeRaw(ptsName);
  master.on('data', (bytes: Uint8Array) => onData(bytes));
  const writer = new PtyWriter(fd);
  let plugged = true;
  return {
    path: ptsName,
    write: (bytes) => plugged && writer.write(bytes),
    unplug: () =>
      new Promise((resolve) => {
        if (!plugged) {
          resolve();
          return;
        }
        plugged = false;
        writer.stop();
        master.once('close', () => resolve());
        master.destroy();
        closeSync(hold);
      }),
  };
}
