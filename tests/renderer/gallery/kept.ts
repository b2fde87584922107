import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Easel } from './looks.ts';
import { looks, pictureOf } from './looks.ts';

/** Where the pictures are that screens are held against: one folder a look, one small picture a screen. */
export const keptFolder = join(import.meta.dirname, '../pictures');

/** The camera's screens show what a machine without a camera says, and when is the browser's affair. */
export const pictured = (name: string): boolean => !name.endsWith('-lens');

const fileOf = (look: string, name: string) => join(keptFolder, look, `${name}.webp`);

export interface Difference {
  look: string;
  name: string;
  /** Largest difference of a cell's mean, of 255; null where no picture is kept. */
  by: number | null;
  /** What was kept, what is, and where they differ, side by side: a PNG in base64. */
  picture: string | null;
  /** What is, as it would be kept. */
  now: string;
}

/** Holds one screen in one look against what is kept; null when it is as it was. */
export async function differenceOf(easel: Easel, look: string, name: string): Promise<Difference | null> {
  const how = looks[look];
  if (how === undefined) throw new Error(`no look ${look}`);
  const whole = await pictureOf(easel, name, how);
  const now = await easel.page.evaluate((png) => window.gallery.small(png), whole);
  const file = fileOf(look, name);
  if (!existsSync(file)) return { look, name, by: null, picture: null, now };
  const found = await easel.page.evaluate(([was, is]) => window.gallery.differ(was, is), [
    readFileSync(file).toString('base64'),
    now,
  ] as const);
  return found === null ? null : { look, name, by: found.by, picture: found.picture, now };
}

/** Keeps what a screen looks like now. */
export function keep({ look, name, now }: Difference): void {
  mkdirSync(join(keptFolder, look), { recursive: true });
  writeFileSync(fileOf(look, name), Buffer.from(now, 'base64'));
}

/** Pictures of screens that are no more. */
export function stale(names: readonly string[]): string[] {
  return Object.keys(looks).flatMap((look) => {
    const folder = join(keptFolder, look);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files
      .filter((file) => !names.includes(file.replace(/\.webp$/, '')))
      .map((file) => join(folder, file));
  });
}

export const drop = (files: readonly string[]) => {
  for (const file of files) rmSync(file);
};
