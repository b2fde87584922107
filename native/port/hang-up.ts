import { read as readFile } from 'node:fs';
import { SerialPort } from 'serialport';

type Binding = typeof SerialPort.binding;
type Port = Awaited<ReturnType<Binding['open']>>;

/** What the library's ports have on Linux and macOS. */
interface UnixPort {
  fd: number | null;
  /** The last write, until it is through. */
  writeOperation: Promise<unknown> | null;
  poller: {
    once(event: 'readable', call: (error: Error | null) => void): unknown;
    /** Whoever waits is told that it is over. */
    stop(): void;
  };
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

/** The library's own binding, with reads that notice a hang-up and a close that waits for them. */
export const hangUpBinding = {
  list: () => SerialPort.binding.list(),
  async open(options: { path: string; baudRate: number }): Promise<Port> {
    const port: Port = await SerialPort.binding.open(options);
    if (!isUnix(port)) return port;
    let reading: Promise<unknown> | null = null;
    const closeNow = port.close.bind(port);
    return Object.assign(port, {
      read: async (buffer: Buffer, offset: number, length: number) => {
        const read = readOrHangUp(port, buffer, offset, length);
        reading = read;
        return { buffer, bytesRead: await read };
      },
      /**
       * The number of a closed descriptor is given to the next file that is opened. A read or write that another
       * thread has taken up and not yet made would go there: to another port, or into the ledger. So each is through
       * before the descriptor is closed; none of them waits, since the port never blocks.
       */
      close: async () => {
        const { fd } = port;
        if (fd === null) return closeNow();
        // Nothing new is begun, and what waits for the device waits no longer.
        port.fd = null;
        port.poller.stop();
        await Promise.allSettled([reading, port.writeOperation]);
        port.fd = fd;
        return closeNow();
      },
    });
  },
};
