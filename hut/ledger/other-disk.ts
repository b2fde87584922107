import { statSync } from 'node:fs';

/**
 * Whether a directory that is there lies on another disk than `own`: a stick that is not mounted leaves an empty
 * directory on the hut's. Windows has letters instead: a stick that is out has none.
 */
export const isOtherDisk = (place: string, own: string): boolean =>
  process.platform === 'win32' || statSync(place).dev !== statSync(own).dev;
