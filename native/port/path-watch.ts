import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Calls `appeared` each time something is put at the path, until the answer is called. */
export type WatchPath = (path: string, appeared: () => void) => () => void;

const nothing = (): void => {};

/** The deepest directory above a path that is there. */
function nearest(path: string): string {
  let directory = dirname(path);
  while (!existsSync(directory)) directory = dirname(directory);
  return directory;
}

/**
 * Watches the directory of a device path, or the nearest one above it that is there: /dev/serial is gone while no
 * adapter is plugged. Costs nothing while nothing happens. Paths that are no files (`COM3`, `tcp://…`) and
 * directories that cannot be watched are never told of; whoever waits must try by itself now and then all the same.
 */
export const watchPath: WatchPath = (path, appeared) => {
  if (!path.startsWith('/')) return nothing;
  let watcher: FSWatcher | undefined;
  let watched = '';
  let ended = false;
  const look = (): void => {
    const directory = nearest(path);
    if (ended || (directory === watched && watcher !== undefined)) return;
    watcher?.close();
    watcher = undefined;
    watched = directory;
    try {
      watcher = watch(directory, { persistent: false }, happened);
      watcher.on('error', () => {
        watcher?.close();
        watcher = undefined;
      });
    } catch {
      // No watch left for this user, or the directory went in this moment.
      return;
    }
    // Made while we looked.
    if (nearest(path) !== watched) look();
  };
  const happened = (): void => {
    if (ended) return;
    look();
    if (existsSync(path)) appeared();
  };
  look();
  return () => {
    ended = true;
    watcher?.close();
  };
};
