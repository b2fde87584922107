import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { WebSocket } from 'ws';
import type { Channel } from '../../../domain/contract/contract.ts';
import { Answered } from '../../../hut/wire/answered.ts';
import { serveHttp } from '../../../hut/wire/http.ts';
import { portChannel } from '../../../hut/wire/message-port.ts';
import { PushLog } from '../../../hut/wire/push-log.ts';
import { serve } from '../../../hut/wire/session.ts';
import type { Line } from '../../../renderer/wire/line.ts';
import { portLine } from '../../../renderer/wire/port-channel.ts';
import { socketChannel, socketLine } from '../../../renderer/wire/socket-channel.ts';
import type { SimClock } from '../../sim-clock.ts';
import { CountingDesk } from './desk-double.ts';

export const token = 'test-token-of-this-boot';

/** A served desk, and a way for screens to connect to it. */
export interface Served {
  desk: CountingDesk;
  pushes: PushLog;
  connect(): Promise<Channel>;
  /** The renderer's own way here, and what breaks it: resolves when it has been begun anew. */
  line(clock: SimClock): { line: Line; cut(): Promise<void> };
  close(): Promise<void>;
}
export type Transport = (mono?: () => number) => Promise<Served>;

const parts = (mono: () => number) => ({
  desk: new CountingDesk(),
  pushes: new PushLog(),
  answered: new Answered(),
  log: () => {},
  mono,
});

/** Real sockets on a real port, with the renderer's own channel at the other end. */
export const webSocket: Transport = async (mono = () => 0) => {
  const deps = parts(mono);
  const dist = mkdtempSync(join(tmpdir(), 'xiaowu-dist-'));
  const shell = await serveHttp({ ...deps, host: '127.0.0.1', port: 0, dist, token });
  const address = `${shell.origin.replace('http', 'ws')}/wire`;
  const dial = () => new WebSocket(address, [`xiaowu.${token}`], { origin: shell.origin });
  return {
    ...deps,
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = dial();
        socket.once('error', reject);
        socket.once('open', () => resolve(socketChannel(socket)));
      }),
    line(clock) {
      let newest: WebSocket | null = null;
      return {
        line: socketLine({ dial: () => (newest = dial()), clock }),
        async cut() {
          const broken = newest;
          const closed = new Promise((resolve) => broken?.once('close', resolve));
          broken?.terminate();
          await closed;
          clock.advance(100);
        },
      };
    },
    async close() {
      await shell.close();
      rmSync(dist, { recursive: true, force: true });
    },
  };
};

/** As much of a window as the preload of the desktop shell passes ports into. */
export class PortWindow extends EventTarget {
  readonly location = { origin: 'app://hut' };

  hand(port: MessagePort): void {
    const { origin } = this.location;
    const of = { data: { type: 'xiaowu-port' }, ports: [port], origin, source: this };
    this.dispatchEvent(Object.assign(new Event('message'), of));
  }
}

/** Real message ports, as the desktop shell hands them over. */
export const messagePort: Transport = async (mono = () => 0) => {
  const deps = parts(mono);
  const open: Pick<Channel, 'close'>[] = [];
  const served = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    serve(portChannel(port1), deps);
    open.push(port2);
    return port2;
  };
  return {
    ...deps,
    connect: async () => portChannel(served()),
    line() {
      const page = new PortWindow();
      const hand = () => page.hand(served());
      return { line: portLine(page as unknown as Window, hand), cut: async () => hand() };
    },
    async close() {
      for (const channel of open) channel.close();
    },
  };
};

/** Everything a channel received, and a way to wait for the next thing without any clock. */
export class Inbox {
  readonly all: unknown[] = [];
  #wake: (() => void)[] = [];

  constructor(channel: Channel) {
    channel.onMessage((message) => {
      this.all.push(message);
      for (const wake of this.#wake.splice(0)) wake();
    });
  }

  async until<T>(find: (all: readonly unknown[]) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this.all);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** The frame of this type, and id where it has one. */
  frame(type: string, id?: number): Promise<Record<string, unknown>> {
    return this.until((all) =>
      all.find(
        (m): m is Record<string, unknown> =>
          typeof m === 'object' &&
          m !== null &&
          'type' in m &&
          m.type === type &&
          (id === undefined || ('id' in m && m.id === id)),
      ),
    );
  }
}
