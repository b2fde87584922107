import { createServer, type Socket } from 'node:net';
import type { Cable } from './pty-cable.ts';

/** A listening port on this machine that plays a serial server. `port` 0 takes a free one. */
export async function makeTcpCable(port: number, onData: (bytes: Uint8Array) => void): Promise<Cable> {
  let near: Socket | undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    // A serial server has one line: the newest caller gets it.
    near?.destroy();
    near = socket;
    socket.on('data', (bytes: Uint8Array) => onData(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (near === socket) near = undefined;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return {
    path: `tcp://127.0.0.1:${address.port}`,
    write: (bytes) => {
      if (near === undefined) return false;
      near.write(bytes);
      return true;
    },
    unplug: () =>
      new Promise((resolve) => {
        near?.destroy();
        server.close(() => resolve());
      }),
  };
}
