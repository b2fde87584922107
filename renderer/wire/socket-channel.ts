import type { Clock } from '../../domain/clock.ts';
import type { Channel } from '../../domain/contract/contract.ts';
import type { Line } from './line.ts';

const firstWait = 100;
const longestWait = 2000;

/** The part of a WebSocket used here; the browser's own and that of `ws` both fit. */
export interface Socket {
  send(text: string): void;
  close(): void;
  readonly readyState: number;
  addEventListener(type: 'open' | 'close' | 'error', take: () => void): void;
  addEventListener(type: 'message', take: (event: { data: unknown }) => void): void;
}

export interface SocketLineParts {
  dial: () => Socket;
  clock: Clock;
}

const OPEN = 1;

/** A channel over one open socket: JSON texts, one message each. Texts that are not JSON arrive as they are. */
export function socketChannel(socket: Socket): Channel {
  return {
    send(message) {
      if (socket.readyState === OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(take) {
      socket.addEventListener('message', (event) => {
        const text = String(event.data);
        try {
          take(JSON.parse(text));
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          take(text);
        }
      });
    },
    onClose(take) {
      socket.addEventListener('close', take);
    },
    close: () => socket.close(),
  };
}

/** Dials, and dials again when the socket closes: after 100 ms, then twice as long each time, 2 s at most. */
export function socketLine({ dial, clock }: SocketLineParts): Line {
  let stopped = false;
  let wait = firstWait;
  let cancel = () => {};
  const open = (take: (channel: Channel) => void) => {
    const socket = dial();
    socket.addEventListener('open', () => {
      wait = firstWait;
      take(socketChannel(socket));
    });
    socket.addEventListener('close', () => {
      if (stopped) return;
      cancel = clock.after(wait, () => open(take));
      wait = Math.min(wait * 2, longestWait);
    });
    // A socket error is always followed by its close; the listener keeps it from being reported as unhandled.
    socket.addEventListener('error', () => undefined);
  };
  return {
    start: open,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/**
 * Where the socket is and how to open it, from the address of the page: `http://127.0.0.1:PORT/#TOKEN`.
 * The token travels as the subprotocol `xiaowu.TOKEN`, so that it appears in no log of addresses.
 */
export function dialFromPage(page: { protocol: string; host: string; hash: string }): () => Socket {
  const token = page.hash.replace(/^#(token=)?/, '');
  const scheme = page.protocol === 'https:' ? 'wss' : 'ws';
  const url = `${scheme}://${page.host}/wire`;
  return () => (token ? new WebSocket(url, `xiaowu.${token}`) : new WebSocket(url));
}
