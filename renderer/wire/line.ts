import type { Channel } from '../../domain/contract/contract.ts';

/**
 * The way to the hut: it hands over one channel after the other, a new one each time the last has closed.
 * Which transport it is stays in here; nothing else in the renderer knows.
 */
export interface Line {
  /** Starts. `take` is called with each channel once messages can be sent on it. */
  start(take: (channel: Channel) => void): void;
  stop(): void;
}
