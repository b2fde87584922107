import { realClock } from '../hut/real-clock.ts';
import { SimulatedBoard } from '../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../native/lock-board/simulator/wire.ts';
import { makeSimulatedPort } from '../native/port/pseudo-terminal.ts';

/**
 * A lock board in a process of its own, so that the hut's own work does not delay the look at its clock. Tells
 * when the first byte of each write arrived, in nanoseconds of the machine's monotonic clock.
 */
const port = await makeSimulatedPort();
const wire = new SimulatedWire(port.far, { clock: realClock });
const board = new SimulatedBoard(wire, { protocol: 'xor-8a' });
port.far.onData((bytes) => {
  const at = process.hrtime.bigint();
  process.send?.({ first: bytes[0], at: at.toString() });
  wire.take(bytes);
});
process.on('message', (message: { close: number } | 'end') => {
  if (message === 'end') void port.close().then(() => process.exit(0));
  else board.closeDoor(message.close);
});
process.on('disconnect', () => void port.close().then(() => process.exit(0)));
process.send?.({ path: port.path });
