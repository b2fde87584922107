import { read as readFile } from 'node:fs';
import { SerialPort } from 'serialport';

type Binding = typeof SerialPort.binding;
type Port = Awaited<ReturnType<Binding['open']>>;

/** What the library's ports have on Linux and macOS. */
interface UnixPort {
  fd: number | null;
  poller: { once(event: 'readable', call: (error: Error | null) => void): unknown };
}
const isUnix = (port: object): port is UnixPort => 'fd' in port && 'poller' in port;

const canceled = (): Error => Object.assign(new Error('the port was closed'), { canceled: true });

const waitsForBytes = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK' || error.code === 'EINTR';

/** Reads once; -1 when there is nothing yet. */
const readOnce = (fd: number, buffer: Buffer, offset: number, length: number): Promise<number> =>
  new Promise((resolve, reject) => {
    readFile(fd, buffer, offset, length, null, (error, count) => {
      if (error === null) resolve(count);
      else if (waitsForBytes(error)) resolve(-1);
      else reject(error);
    });
  });

/**
 * A terminal that hung up reads as zero bytes for ever. The library takes that for "try again" and spins at full
 * load without a word (bindings-cpp #162), whenever the cable goes while a read is under way. Here it is what it
 * is: the device is gone.
 */
async function readOrHangUp(port: UnixPort, buffer: Buffer, offset: number, length: number): Promise<number> {
  for (;;) {
    if (port.fd === null) throw canceled();
    const count = await readOnce(port.fd, buffer, offset, length);
    if (count > 0) return count;
    if (port.fd === null) throw canceled();
    if (count === 0) throw new Error('the device hung up');
    await new Promise<void>((resolve, reject) => {
      port.poller.once('readable', (error) => (error === null ? resolve() : reject(error)));
    });
  }
}

/** The library's own binding, with reads that notice a hang-up. */
export const hangUpBinding = {
  list: () => SerialPort.binding.list(),
  async open(options: { path: string; baudRate: number }): Promise<Port> {
    const port: Port = await SerialPort.binding.open(options);
    if (!isUnix(port)) return port;
    return Object.assign(port, {
      read: async (buffer: Buffer, offset: number, length: number) => ({
        buffer,
        bytesRead: await readOrHangUp(port, buffer, offset, length),
      }),
    });
  },
};
