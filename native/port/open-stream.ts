import type { Clock } from '../../domain/clock.ts';
import type { OpenStream } from './byte-stream.ts';
import { openSerialWith } from './serial.ts';
import { openTcpWith } from './tcp.ts';

/** Opens serial ports and `tcp://host:port` alike, chosen by the path. `clock` times out writes. */
export function openStreamWith(clock: Clock): OpenStream {
  const serial = openSerialWith(clock);
  const tcp = openTcpWith(clock);
  return (path, baud) => (path.startsWith('tcp://') ? tcp(path, baud) : serial(path, baud));
}
