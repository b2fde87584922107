import { SerialPort } from 'serialport';
import { expect, onTestFinished, test, vi } from 'vitest';
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
