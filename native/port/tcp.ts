import { connect, type Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import type { Result } from '../../domain/result.ts';
import type { ByteStream, OpenStream, PortError, WriteError } from './byte-stream.ts';
import { StreamEvents, writeTimeout } from './byte-stream.ts';

/** Milliseconds without a byte after which the system asks the other end whether it is there; by itself, two hours. */
const keepAliveAfter = 10_000;
/** Milliseconds for a serial server on the local network to take the connection. */
const connectTimeout = 3_000;

class TcpStream implements ByteStream {
  readonly path: string;
  readonly #socket: Socket;
  readonly #events: StreamEvents;
  readonly #clock: Clock;

  constructor(path: string, socket: Socket, events: StreamEvents, clock: Clock) {
    this.path = path;
    this.#socket = socket;
    this.#events = events;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): Promise<Result<void, WriteError>> {
    if (this.#events.closed || !this.#socket.writable) {
      return Promise.resolve({
        ok: false,
        refusal: { code: 'NotSent', message: `${this.path} is closed; nothing was sent.` },
      });
    }
    return new Promise((resolve) => {
      const maybe = (message: string): Result<void, WriteError> => ({
        ok: false,
        refusal: { code: 'MaybeSent', message },
      });
      const cancel = this.#clock.after(writeTimeout, () => {
        resolve(maybe(`${this.path} did not take the bytes within ${writeTimeout} ms.`));
        void this.close();
      });
      const forget = this.#events.onClose(() => {
        cancel();
        resolve(maybe(`${this.path} went away while it was written to.`));
      });
      this.#socket.write(bytes, (error) => {
        cancel();
        forget();
        resolve(error ? maybe(`${this.path}: ${error.message}`) : { ok: true, value: undefined });
      });
    });
  }

  onData(take: (bytes: Uint8Array) => void): void {
    this.#events.onData(take);
  }

  onClose(take: (why?: Error) => void): void {
    this.#events.onClose(take);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#events.onClose(() => resolve());
      // With a reset the system forgets what it has not delivered. After a plain end it goes on trying for minutes,
      // and an unlock would leave when somebody plugs the network in again.
      this.#socket.resetAndDestroy();
    });
  }
}

const missing = (path: string, why: string): PortError => ({
  code: 'PortMissing',
  message: `${path} does not answer (${why}). Check that the serial server is on and the address in the config.`,
});

/** Opens `tcp://host:port`, a serial server. Errors: PortMissing. */
export function openTcpWith(clock: Clock): OpenStream {
  return (path) =>
    new Promise<Result<ByteStream, PortError>>((resolve) => {
      const match = /^tcp:\/\/([^\s:/]+):(\d{1,5})$/.exec(path);
      const port = Number(match?.[2]);
      if (match?.[1] === undefined || !(port > 0 && port < 65_536)) {
        resolve({ ok: false, refusal: missing(path, 'not of the form tcp://host:port') });
        return;
      }
      const events = new StreamEvents();
      let why: Error | undefined;
      // Nothing is ever sent to a scanner: only the system notices that its serial server is gone.
      const socket = connect({
        host: match[1],
        port,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: keepAliveAfter,
      });
      const cancel = clock.after(connectTimeout, () => {
        why = new Error(`no answer within ${connectTimeout} ms`);
        socket.destroy();
      });
      socket.on('data', (bytes: Uint8Array) => events.data(bytes));
      socket.on('error', (error) => {
        why = error;
      });
      socket.on('close', () => {
        cancel();
        resolve({ ok: false, refusal: missing(path, why?.message ?? 'closed') });
        events.end(why);
      });
      socket.on('end', () => {
        why ??= new Error('the other side hung up');
        socket.destroy();
      });
      socket.on('connect', () => {
        cancel();
        resolve({ ok: true, value: new TcpStream(path, socket, events, clock) });
      });
    });
}
