import type { WebSocket } from 'ws';
import type { Channel } from '../../domain/contract/contract.ts';

/** Bytes that may wait for a screen that takes nothing; beyond, it is let go. */
const fullAt = 1_000_000;

/** A channel over one WebSocket: one JSON text a message. A text that is not JSON arrives as it is. */
export function socketChannel(socket: WebSocket): Channel {
  let closed = false;
  return {
    send(message) {
      if (closed || socket.readyState !== socket.OPEN) return;
      // A screen this far behind is gone or frozen: it comes back and resumes from its last number.
      if (socket.bufferedAmount > fullAt) {
        socket.terminate();
        return;
      }
      socket.send(JSON.stringify(message));
    },
    onMessage(take) {
      socket.on('message', (data, binary) => {
        if (binary) return take(null);
        const text = data.toString();
        let message: unknown = text;
        try {
          message = JSON.parse(text);
        } catch {
          // Kept as text: the contract refuses it with a fault that the other side can read.
        }
        take(message);
      });
    },
    onClose(take) {
      socket.on('close', take);
    },
    close() {
      closed = true;
      socket.close(1008);
    },
  };
}
