import type { Channel } from '../../domain/contract/contract.ts';

/** What Electron's MessagePortMain and Node's MessagePort have in common. */
export interface PortLike {
  on(event: 'message', take: (message: unknown) => void): unknown;
  on(event: 'close', take: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** Electron hands over an event with `data`; Node hands over the data itself. */
const dataOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'data' in message && 'ports' in message
    ? message.data
    : message;

/** A channel over one message port; whole structured messages, in order. */
export function portChannel(port: PortLike): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage(take) {
      port.on('message', (message) => take(dataOf(message)));
      port.start();
    },
    onClose(take) {
      port.on('close', take);
    },
    close: () => port.close(),
  };
}
