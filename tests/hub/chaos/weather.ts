import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Seeded } from '../../simulation/seeded.ts';

/** What befalls a request on its way: nothing, half of it lost, held up, or its reply thrown away. */
const fates = ['passes', 'cut', 'late', 'unheard'] as const;
type Fate = (typeof fates)[number];

/** When something is killed: with this request at the hub, or with its answer on the way back. */
export interface Moment {
  request: number;
  at: 'asked' | 'answered';
}

/** How often each fate comes, besides `passes`; and how long `late` is at most, milliseconds. */
const odds = { cut: 0.04, late: 0.08, unheard: 0.08 } as const;
const latest = 120;

const beginsRequest = (bytes: Buffer): boolean =>
  /^(GET|POST|PUT|DELETE) \//.test(bytes.toString('latin1', 0, 8));

/**
 * The network between huts and hub, for real sockets: its address stays while the hub comes back elsewhere. Requests
 * that reach a hub are counted, and the seed says what befalls each.
 */
export class Weather {
  /** Where the hub is; null while it is nowhere. */
  hub: number | null = null;
  /** Nothing befalls anybody any more. */
  calm = false;
  requests = 0;
  readonly befell: Record<Fate, number> = { passes: 0, cut: 0, late: 0, unheard: 0 };
  readonly #seed: Seeded;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #moment: (Moment & { strike: () => void }) | null = null;

  private constructor(seed: Seeded) {
    this.#seed = seed;
    this.#server = createServer((hut) => this.#carry(hut));
  }

  static async begin(seed: Seeded): Promise<Weather> {
    const weather = new Weather(seed);
    await new Promise<void>((resolve) => weather.#server.listen(0, '127.0.0.1', resolve));
    return weather;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the network is not there');
    return `http://127.0.0.1:${address.port}`;
  }

  /** `strike` is called in the very turn in which the moment comes. */
  waitFor(moment: Moment, strike: () => void): void {
    this.#moment = { ...moment, strike };
  }

  #carry(hut: Socket): void {
    if (this.hub === null) {
      hut.destroy();
      return;
    }
    const hub = connect(this.hub, '127.0.0.1');
    const end = (): void => {
      hut.destroy();
      hub.destroy();
    };
    for (const socket of [hut, hub]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    /** What is to happen instead of the reply. */
    let instead: (() => void) | null = null;
    hut.on('data', (bytes: Buffer) => {
      if (!beginsRequest(bytes)) {
        hub.write(bytes);
        return;
      }
      this.requests++;
      const moment = this.#due();
      if (moment !== null) {
        if (moment.at === 'answered') instead = moment.strike;
        hub.write(bytes);
        if (moment.at === 'asked') moment.strike();
        return;
      }
      const fate = this.#fate();
      this.befell[fate]++;
      if (fate === 'cut') hub.write(bytes.subarray(0, bytes.length >> 1), end);
      else if (fate === 'late') {
        hut.pause();
        setTimeout(
          () => {
            hub.write(bytes);
            hut.resume();
          },
          this.#seed.between(1, latest),
        );
      } else {
        if (fate === 'unheard') instead = () => {};
        hub.write(bytes);
      }
    });
    hub.on('data', (bytes: Buffer) => {
      if (instead === null) {
        hut.write(bytes);
        return;
      }
      instead();
      end();
    });
  }

  #due(): (Moment & { strike: () => void }) | null {
    const moment = this.#moment;
    if (moment === null || this.requests < moment.request) return null;
    this.#moment = null;
    return moment;
  }

  #fate(): Fate {
    if (this.calm) return 'passes';
    let drawn = this.#seed.chance();
    for (const fate of ['cut', 'late', 'unheard'] as const) {
      drawn -= odds[fate];
      if (drawn < 0) return fate;
    }
    return 'passes';
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
