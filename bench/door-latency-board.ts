import { realClock } from '../hut/real-clock.ts';
import { SimulatedBoard } from '../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../native/lock-board/simulator/wire.ts';
import { makeSimulatedPort } from '../native/port/pseudo-terminal.ts';

/**
 * Two lock boards of 24 doors on one wire at 9600 baud, in a process of their own. Tells when the first byte of each
 * open arrived, in nanoseconds of the machine's monotonic clock.
 */
const port = await makeSimulatedPort();
const wire = new SimulatedWire(port.far, { clock: realClock, baud: 9600 });
const boards = [1, 2].map(
  (address) => new SimulatedBoard(wire, { protocol: 'xor-8a', address, channels: 24 }),
);
port.far.onData((bytes) => {
  if (bytes[0] === 0x8a) process.send?.({ at: process.hrtime.bigint().toString() });
  wire.take(bytes);
});
process.on('message', (message: 'shut' | 'end') => {
  if (message === 'end') void port.close().then(() => process.exit(0));
  else for (const board of boards) for (let channel = 1; channel <= 24; channel++) board.closeDoor(channel);
});
process.on('disconnect', () => void port.close().then(() => process.exit(0)));
process.send?.({ path: port.path });
