import type { WedgeKey } from '../../domain/contract/contract.ts';

export interface EarlyKeys {
  put(batch: WedgeKey[]): void;
  /** Gives what has come so far, in its order, and from now on everything, to `send`. Called once. */
  take(send: (batch: WedgeKey[]) => void): void;
}

/** Keeps batches of a scanner's keys until somebody can send them. */
export function earlyKeys(): EarlyKeys {
  const kept: WedgeKey[][] = [];
  let give = (batch: WedgeKey[]): void => void kept.push(batch);
  return {
    put: (batch) => give(batch),
    take(send) {
      give = send;
      for (const batch of kept.splice(0)) send(batch);
    },
  };
}
