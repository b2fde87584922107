import type { Wire, WireAnswer, WireRequest } from '../../hut/sync/hub-client.ts';
import { ask } from '../hut/sync/hub-wire.ts';
import type { SimClock } from '../sim-clock.ts';
import type { Seeded } from './seeded.ts';
import type { SimHub } from './sim-hub.ts';

/** How long a hut waits for an answer, milliseconds. */
const patience = 30_000;

/** How bad the network is, each from 0 to 1. */
export interface Weather {
  /** A request, or an answer, never arrives. */
  lost: number;
  /** A request arrives twice. */
  twice: number;
  /** It takes seconds, and what was sent later arrives earlier. */
  slow: number;
}

/** Between huts and hub: loses, doubles, delays, changes the order, and is cut between a hut and the hub for a while. */
export class SimNetwork {
  weather: Weather = { lost: 0, twice: 0, slow: 0 };
  #clock: SimClock;
  #seed: Seeded;
  #hub: SimHub;
  #jobs: (() => Promise<void>)[] = [];
  /** Until when a hut is cut off, monotonic. */
  #cut = new Map<string, number>();

  constructor(clock: SimClock, seed: Seeded, hub: SimHub) {
    this.#clock = clock;
    this.#seed = seed;
    this.#hub = hub;
  }

  cut(hut: string, ms: number): void {
    this.#cut.set(hut, this.#clock.mono() + ms);
  }
  heal(): void {
    this.#cut.clear();
    this.weather = { lost: 0, twice: 0, slow: 0 };
  }

  /** Work that takes real time, such as the hub's: done one at a time, in the order in which it fell due. */
  later(job: () => Promise<void>): void {
    this.#jobs.push(job);
  }

  /** Until nothing is left to do at this moment of simulated time. */
  async settle(): Promise<void> {
    await turn();
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      await job();
      await turn();
    }
  }

  wireOf(hut: string): Wire {
    return (request) =>
      new Promise((resolve, reject) => {
        const giveUp = this.#clock.after(patience, () => reject(new Error('no answer')));
        const heard = (answer: WireAnswer): void => {
          giveUp();
          resolve(answer);
        };
        const refused = (): void => {
          giveUp();
          reject(new Error('connection refused'));
        };
        const copies = this.#seed.happens(this.weather.twice) ? 2 : 1;
        for (let i = 0; i < copies; i++) {
          this.#clock.after(this.#delay(), () =>
            this.later(() => this.#arrive(hut, request, heard, refused)),
          );
        }
      });
  }

  #isCut(hut: string): boolean {
    return (this.#cut.get(hut) ?? 0) > this.#clock.mono();
  }

  #delay(): number {
    return this.#seed.happens(this.weather.slow)
      ? this.#seed.between(1_000, 20_000)
      : this.#seed.between(5, 200);
  }

  async #arrive(
    hut: string,
    request: WireRequest,
    heard: (answer: WireAnswer) => void,
    refused: () => void,
  ): Promise<void> {
    if (this.#isCut(hut) || this.#seed.happens(this.weather.lost)) return;
    if (!this.#hub.isUp) {
      this.#clock.after(this.#delay(), refused);
      return;
    }
    const answer = await ask(this.#hub.hub, request);
    if (this.#isCut(hut) || this.#seed.happens(this.weather.lost)) return;
    this.#clock.after(this.#delay(), () => heard(answer));
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
