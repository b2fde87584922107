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

/** Milliseconds before a new port is asked for when one was closed: a hut that starts anew sends its own. */
const askAgainAfter = 1_000;

/**
 * Ports that the desktop shell's preload passes in: `{type: 'xiaowu-port'}` with the port transferred. Each new
 * one replaces the one before (the hut process was started anew); where the hut closed one, `ask` asks for another.
 * Messages from elsewhere are not looked at.
 */
export function portLine(page: Window, ask: () => void): Line {
  let current: Channel | null = null;
  let asking: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {};
  return {
    start(take) {
      const listen = (event: MessageEvent<unknown>) => {
        if (event.source !== page || event.origin !== page.location.origin) return;
        const data = event.data;
        if (typeof data !== 'object' || data === null || !('type' in data)) return;
        const port = event.ports[0];
        if (data.type !== 'xiaowu-port' || !port) return;
        clearTimeout(asking);
        current?.close();
        const opened = portChannel(port);
        current = opened;
        port.addEventListener('close', () => {
          if (current === opened) asking = setTimeout(ask, askAgainAfter);
        });
        take(opened);
      };
      page.addEventListener('message', listen);
      stop = () => {
        clearTimeout(asking);
        current = null;
        page.removeEventListener('message', listen);
      };
      ask();
    },
    stop: () => stop(),
  };
}
