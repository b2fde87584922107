import type { Channel } from '../../domain/contract/contract.ts';
import type { Line } from './line.ts';

/** A channel over one MessagePort: whole structured messages. */
export function portChannel(port: MessagePort): Channel {
  let closed = () => {};
  return {
    send: (message) => port.postMessage(message),
    onMessage(take) {
      port.addEventListener('message', (event: MessageEvent<unknown>) => take(event.data));
      port.start();
    },
    onClose(take) {
      closed = take;
      port.addEventListener('close', take);
    },
    close() {
      port.close();
      closed();
    },
  };
}

/**
 * Ports that the desktop shell's preload passes in: `{type: 'xiaowu-port'}` with the port transferred. Each new
 * one replaces the one before (the hut process was started anew). Messages from elsewhere are not looked at.
 */
export function portLine(page: Window, onListening: () => void): Line {
  let current: Channel | null = null;
  let stop = () => {};
  return {
    start(take) {
      const listen = (event: MessageEvent<unknown>) => {
        if (event.source !== page || event.origin !== page.location.origin) return;
        const data = event.data;
        if (typeof data !== 'object' || data === null || !('type' in data)) return;
        const port = event.ports[0];
        if (data.type !== 'xiaowu-port' || !port) return;
        current?.close();
        current = portChannel(port);
        take(current);
      };
      page.addEventListener('message', listen);
      stop = () => page.removeEventListener('message', listen);
      onListening();
    },
    stop: () => stop(),
  };
}
