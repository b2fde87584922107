import type { Clock } from '../../domain/clock.ts';
import { syncLimits } from '../../domain/sync/limits.ts';

/**
 * Keeps batches of a hut in order while several are on their way: one that came before the one it follows waits a
 * moment for it. At most `syncLimits.ahead` of a hut wait, each at most `patience` milliseconds.
 */
export function createLanes(clock: Clock, patience: number) {
  const waiting = new Map<string, Set<() => void>>();
  return {
    /** Resolves when the log of the hut moved; false when nobody may wait any longer. */
    wait(hutId: string): Promise<boolean> {
      const those = waiting.get(hutId) ?? new Set();
      if (patience === 0 || those.size >= syncLimits.ahead) return Promise.resolve(false);
      waiting.set(hutId, those);
      return new Promise((resolve) => {
        const leave = (moved: boolean) => () => {
          cancel();
          those.delete(wake);
          if (those.size === 0 && waiting.get(hutId) === those) waiting.delete(hutId);
          resolve(moved);
        };
        const wake = leave(true);
        const cancel = clock.after(patience, leave(false));
        those.add(wake);
      });
    },
    /** The log of the hut moved on. */
    moved(hutId: string): void {
      for (const wake of [...(waiting.get(hutId) ?? [])]) wake();
    },
  };
}
export type Lanes = ReturnType<typeof createLanes>;
