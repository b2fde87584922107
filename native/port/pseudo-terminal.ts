import { accessSync, constants, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteStream, OpenStream } from './byte-stream.ts';
import { type FarEnd, InFlight } from './far-end.ts';
import { type Cable, makePtyCable } from './pty-cable.ts';
import { makeTcpCable } from './tcp-cable.ts';

/** A real byte stream with a simulated device at its far end. */
export interface SimulatedPort {
  /** The path for the config. It stays the same when the cable is plugged again. */
  readonly path: string;
  readonly kind: 'pty' | 'tcp';
  readonly far: FarEnd;
  readonly plugged: boolean;
  /** The cable is pulled: the path is gone and an open stream sees a disconnect. Idempotent. */
  unplug(): Promise<void>;
  /**
   * The cable is back, at the same path. A pty has a new terminal behind it, which the system may give the name of the
   * old one; with `renumbered` it surely has another name, as a device that was enumerated anew. Idempotent.
   */
  plug(options?: { renumbered?: boolean }): Promise<void>;
  /**
   * What is under way: bytes written by one end and not yet received by the other, and openings, closings and
   * unplugs not yet through. Exact for drivers that open through `countedOpenStream`.
   */
  inFlight(): number;
  /** Unplugs for good and takes the path away. */
  close(): Promise<void>;
  /** For `countedOpenStream`. */
  readonly near: NearEnd;
}

/** What the counting wrapper tells the simulated port about the driver's side. */
interface NearEnd {
  readonly flight: InFlight;
  /** From now on the driver's side is known: bytes to a port nobody holds open are dropped, as on a real one. */
  counted(): void;
  opened(stream: object): void;
  closed(stream: object): void;
  /** Calls `ended` when the stream that is open now has noticed an unplug. */
  unplugs: Map<object, () => void>;
}

/** A directory for the stable path: below /dev where possible, so that it looks like a port to the config. */
function linkDirectory(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return mkdtempSync('/dev/shm/xiaowu-');
  } catch {
    return mkdtempSync(join(tmpdir(), 'xiaowu-'));
  }
}

/** A terminal with another name than `name`. */
async function makeOtherCable(name: string, receive: (bytes: Uint8Array) => void): Promise<Cable | null> {
  const cable = await makePtyCable(receive);
  if (cable?.path !== name) return cable;
  // Held meanwhile, so that the system cannot give its name again.
  const other = await makePtyCable(receive);
  await cable.unplug();
  return other;
}

/**
 * Makes a byte stream pair: a pseudo-terminal where the system has them, else (or with kind 'tcp') a TCP port of
 * this machine. `name` is the last part of the path.
 */
export async function makeSimulatedPort(
  options: { name?: string; kind?: 'pty' | 'tcp' } = {},
): Promise<SimulatedPort> {
  const flight = new InFlight();
  let take: ((bytes: Uint8Array) => void) | undefined;
  let known = false;
  const streams = new Set<object>();
  const unplugs = new Map<object, () => void>();
  const receive = (bytes: Uint8Array): void => {
    take?.(bytes);
    flight.reachedFar(bytes.length);
  };

  let cable: Cable | null = options.kind === 'tcp' ? null : await makePtyCable(receive);
  const kind = cable === null ? 'tcp' : 'pty';
  cable ??= await makeTcpCable(0, receive);
  let device = cable.path;
  const directory = kind === 'pty' ? linkDirectory() : null;
  const path = directory === null ? cable.path : join(directory, options.name ?? 'port');
  const tcpPort = kind === 'tcp' ? Number(cable.path.split(':').at(-1)) : 0;
  if (directory !== null) symlinkSync(cable.path, path);

  const near: NearEnd = {
    flight,
    unplugs,
    counted: () => {
      known = true;
    },
    opened: (stream) => streams.add(stream),
    closed: (stream) => {
      streams.delete(stream);
      unplugs.get(stream)?.();
      unplugs.delete(stream);
      if (streams.size === 0) flight.nearGone();
    },
  };
  const unplug = async (): Promise<void> => {
    const pulled = cable;
    if (pulled === null) return;
    cable = null;
    flight.unplugged();
    for (const stream of streams) unplugs.set(stream, flight.begin());
    if (directory !== null) rmSync(path, { force: true });
    const ended = flight.begin();
    await pulled.unplug();
    ended();
  };
  return {
    path,
    kind,
    near,
    get plugged() {
      return cable !== null;
    },
    far: {
      write: (bytes) => {
        if (cable === null || (known && streams.size === 0)) return;
        if (cable.write(bytes) && known) flight.sentToNear(bytes.length);
      },
      onData: (listener) => {
        take = listener;
      },
    },
    unplug,
    plug: async ({ renumbered = false } = {}) => {
      if (cable !== null) return;
      const ended = flight.begin();
      if (kind === 'tcp') cable = await makeTcpCable(tcpPort, receive);
      else cable = renumbered ? await makeOtherCable(device, receive) : await makePtyCable(receive);
      if (cable === null) throw new Error('no pseudo-terminal any more');
      device = cable.path;
      if (directory !== null) symlinkSync(cable.path, path);
      ended();
    },
    inFlight: () => flight.total(),
    close: async () => {
      await unplug();
      if (directory !== null) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Wraps an `OpenStream` so that the simulated ports know the driver's half of what is in flight. */
export function countedOpenStream(open: OpenStream, ports: readonly SimulatedPort[]): OpenStream {
  for (const port of ports) port.near.counted();
  return async (path, baud) => {
    const port = ports.find((each) => each.path === path);
    if (port === undefined) return open(path, baud);
    const ended = port.near.flight.begin();
    const opened = await open(path, baud);
    ended();
    return opened.ok ? { ok: true, value: counted(opened.value, port.near) } : opened;
  };
}

function counted(stream: ByteStream, near: NearEnd): ByteStream {
  const { flight } = near;
  near.opened(stream);
  stream.onClose(() => near.closed(stream));
  return {
    path: stream.path,
    write: async (bytes) => {
      const { life } = flight;
      const ended = flight.begin();
      flight.sentToFar(bytes.length);
      const written = await stream.write(bytes);
      if (!written.ok && flight.life === life) flight.reachedFar(bytes.length);
      ended();
      return written;
    },
    onData: (take) =>
      stream.onData((bytes) => {
        take(bytes);
        flight.reachedNear(bytes.length);
      }),
    onClose: (take) => stream.onClose(take),
    close: async () => {
      const ended = flight.begin();
      await stream.close();
      ended();
    },
  };
}
