import { SerialPort } from 'serialport';
import type { Clock } from '../../domain/clock.ts';
import type { Result } from '../../domain/result.ts';
import type { ByteStream, OpenStream, PortError, WriteError } from './byte-stream.ts';
import { StreamEvents, writeTimeout } from './byte-stream.ts';
import { hangUpBinding } from './hang-up.ts';
import { namePortError } from './port-error.ts';
import { portNeighbours } from './port-holder.ts';

class SerialStream implements ByteStream {
  readonly path: string;
  readonly #port: SerialPort;
  readonly #clock: Clock;
  readonly #events: StreamEvents;
  #closing: Promise<void> | undefined;

  constructor(path: string, port: SerialPort, events: StreamEvents, clock: Clock) {
    this.path = path;
    this.#port = port;
    this.#events = events;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): Promise<Result<void, WriteError>> {
    // A closed port keeps what is written for its next life (#1593), and never calls back.
    if (this.#closing !== undefined || this.#events.closed || !this.#port.isOpen) {
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
      // A port that goes away under the write may never call back either.
      const forget = this.#events.onClose(() => {
        cancel();
        resolve(maybe(`${this.path} went away while it was written to.`));
      });
      this.#port.write(bytes, undefined, (error) => {
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
    this.#closing ??= new Promise((resolve) => {
      if (!this.#port.isOpen) {
        this.#events.end();
        resolve();
        return;
      }
      // What an adapter that hangs has not sent is thrown away: the system would go on sending it while it closes the
      // port, half a minute long. Not every port can do this.
      this.#port.flush(() => {
        // destroy() would leak the descriptor.
        this.#port.close(() => {
          this.#events.end();
          resolve();
        });
      });
    });
    return this.#closing;
  }
}

/** The error with who or what is in the way, where a look around can tell. */
async function explained(path: string, error: Error): Promise<PortError> {
  const plain = namePortError(path, error);
  if (plain.code !== 'PortBusy' && plain.code !== 'PermissionDenied') return plain;
  return namePortError(path, error, process.platform, await portNeighbours(path));
}

/** Opens serial ports by serialport; each call makes a new object. 8N1. Errors: PortError. */
export function openSerialWith(clock: Clock): OpenStream {
  return (path, baud) =>
    new Promise<Result<ByteStream, PortError>>((resolve) => {
      const events = new StreamEvents();
      let port: SerialPort;
      try {
        // `binding` may be given, though the declared options leave it out.
        const options = { path, baudRate: baud, autoOpen: false, binding: hangUpBinding };
        port = new SerialPort(options);
      } catch (error) {
        resolve({ ok: false, refusal: namePortError(path, error as Error) });
        return;
      }
      // Listeners before the open: without one, an error would end the process, and without a data listener
      // an unplug is not noticed until the next write.
      port.on('data', (bytes: Uint8Array) => events.data(bytes));
      port.on('close', (why: Error | null) => events.end(why ?? undefined));
      port.on('error', () => {
        // What matters of it also comes as a failed write or a close.
      });
      port.open((error) => {
        if (error) void explained(path, error).then((refusal) => resolve({ ok: false, refusal }));
        else resolve({ ok: true, value: new SerialStream(path, port, events, clock) });
      });
    });
}
