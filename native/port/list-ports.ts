import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { SerialPort } from 'serialport';

/** A serial port of this machine. */
export interface PortFound {
  /** The steadiest name it has: by its place on the machine where there is one. */
  path: string;
  /** What the adapter says of itself, for a person to tell two apart. */
  label: string;
}

/** Links that keep their name when devices are found in another order, best first. */
const steady = ['/dev/serial/by-path', '/dev/serial/by-id'];
/** Devices worth looking at where nothing lists them. */
const likely = /^tty(USB|ACM|AMA|XRUSB)\d+$/;

/** `/dev/ttyUSB0` → its steady name. A port that has none is not in it. */
async function steadyNames(): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const directory of steady) {
    for (const name of await readdir(directory).catch(() => [])) {
      const link = join(directory, name);
      const device = await realpath(link).catch(() => null);
      if (device !== null && !names.has(device)) names.set(device, link);
    }
  }
  return names;
}

/** Where `udevadm` is missing serialport cannot list: the device files themselves are looked at. */
async function deviceFiles(): Promise<{ path: string; label: string }[]> {
  const names = await readdir('/dev').catch(() => []);
  return names.filter((name) => likely.test(name)).map((name) => ({ path: `/dev/${name}`, label: name }));
}

/** All serial ports with something behind them, sorted by path. Never rejects. */
export async function listPorts(): Promise<PortFound[]> {
  const listed = await SerialPort.list().then(
    (ports) =>
      ports
        // Linux names 32 serial ports that no machine has; a real one behind a socket says who made it.
        .filter(
          (port) => process.platform !== 'linux' || port.pnpId !== undefined || port.vendorId !== undefined,
        )
        .map((port) => ({
          path: port.path,
          label: [port.manufacturer, port.vendorId && `${port.vendorId}:${port.productId}`]
            .filter((part) => part)
            .join(' '),
        })),
    () => deviceFiles(),
  );
  const names = process.platform === 'linux' ? await steadyNames() : new Map<string, string>();
  return listed
    .map(({ path, label }) => ({ path: names.get(path) ?? path, label: label || path }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
