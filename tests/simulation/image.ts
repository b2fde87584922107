import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const files = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** Copies a directory's own files as they stand, as a copy of the whole disk would have them. */
export function takeImage(dir: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of files(dir)) copyFileSync(join(dir, name), join(to, name));
}

/** Puts an image in the place of what is there. Nobody may have it open. */
export function putImage(image: string, dir: string): void {
  for (const name of files(dir)) rmSync(join(dir, name));
  for (const name of files(image)) copyFileSync(join(image, name), join(dir, name));
}
