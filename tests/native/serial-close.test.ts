import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { SerialPort } from 'serialport';
import { expect, onTestFinished, test, vi } from 'vitest';
import { hangUpBinding } from '../../native/port/hang-up.ts';
import { makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { openSerialWith } from '../../native/port/serial.ts';
import { SimClock } from '../sim-clock.ts';

test.skipIf(process.platform === 'win32')(
  'what an adapter has not sent is thrown away before its port is closed, once',
  async () => {
    const port = await makeSimulatedPort({ kind: 'pty' });
    onTestFinished(() => port.close());
    const opened = await openSerialWith(new SimClock())(port.path, 9600);
    if (!opened.ok) throw new Error(opened.refusal.message);
    // A terminal of this machine holds nothing back as a hung adapter does: that it is told to is all that shows.
    const flush = vi.spyOn(SerialPort.prototype, 'flush');
    const close = vi.spyOn(SerialPort.prototype, 'close');
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    await Promise.all([opened.value.close(), opened.value.close()]);
    expect([flush.mock.calls.length, close.mock.calls.length]).toEqual([1, 1]);
    expect(flush.mock.invocationCallOrder[0]).toBeLessThan(close.mock.invocationCallOrder[0] ?? 0);
    expect(await opened.value.write(Uint8Array.of(1))).toMatchObject({ refusal: { code: 'NotSent' } });
    const again = await openSerialWith(new SimClock())(port.path, 9600);
    expect(again.ok).toBe(true);
    if (again.ok) await again.value.close();
  },
);

/** Every thread that makes system calls for this process is at work until all of these are through. */
const threadsAtWork = (): Promise<unknown> =>
  Promise.all(
    Array.from({ length: 4 * Number(process.env.UV_THREADPOOL_SIZE ?? 4) }, () =>
      promisify(pbkdf2)('busy', 'salt', 50_000, 32, 'sha512'),
    ),
  );

test.skipIf(process.platform === 'win32')(
  'a port is closed only when every read and write that was begun is through: its number is soon another file’s',
  async () => {
    const simulated = await makeSimulatedPort({ kind: 'pty' });
    onTestFinished(() => simulated.close());
    const options = { path: simulated.path, baudRate: 9600 };
    const plain = await SerialPort.binding.open(options);
    await plain.close();
    const order: string[] = [];
    const library: { close(): Promise<void> } = Object.getPrototypeOf(plain);
    const { close } = library;
    vi.spyOn(library, 'close').mockImplementation(function (this: typeof plain) {
      order.push('closed');
      return close.call(this);
    });
    const port = await hangUpBinding.open(options);
    const busy = threadsAtWork();
    const read = port.read(Buffer.alloc(16), 0, 16).then(
      () => order.push('read'),
      () => order.push('read'),
    );
    const write = port.write(Buffer.of(1, 2, 3));
    // The library's own promise: what waits for it comes some ticks after it.
    const written = (port as { writeOperation?: Promise<void> }).writeOperation?.finally(() =>
      order.push('written'),
    );
    await port.close();
    await Promise.allSettled([busy, read, write, written]);
    expect(order.toSorted()).toEqual(['closed', 'read', 'written']);
    expect(order.at(-1)).toBe('closed');
  },
);
