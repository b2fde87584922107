import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DiskHistory, FileHistory, Naming } from './history.ts';
import { seededRandom, shuffled } from './random.ts';

/**
 * What a disk may have done with the writes that were not synced when the power went. `dropped`: none of them is
 * there. `subset`: any of them, in any order. `torn`: any of their sectors. `kept`: all of them, as after a
 * `kill -9`, where nothing is lost at all.
 */
export const cutModels = ['dropped', 'subset', 'torn'] as const;
/**
 * `one-missing`: all of them but one step that gave or took a name. Whatever must be synced before something else is
 * found out by it, with no luck needed.
 */
export type CutModel = (typeof cutModels)[number] | 'one-missing' | 'kept';

export interface Cut {
  /** A place in the recording: what began before it may have happened, nothing after it has. */
  point: number;
  model: CutModel;
  /** With `one-missing`: which of the steps that were not synced. */
  seed: number;
}

/** What a disk holds after a power cut: paths with their content, and directories. */
export interface Disk {
  files: ReadonlyMap<string, Buffer>;
  directories: ReadonlySet<string>;
}

/** A disk writes whole sectors of this many bytes; what is written across them can tear there. */
export const sector = 512;
/** A shared-memory file of SQLite, when a mapping was stored through: nobody knows what reached the disk. */
const mappedBytes = 32_768;

/** How many of the unsynced pieces stay: from a disk that wrote almost nothing to one that wrote almost all. */
const keepRates = [0.15, 0.5, 0.85] as const;

/** The latest moment for which everything before it is durable. */
function durableUntil(syncs: readonly { from: number; to: number | null }[], point: number): number {
  let until = -3;
  for (const { from, to } of syncs) if (to !== null && to < point && from > until) until = from;
  return until;
}

class Content {
  #bytes = Buffer.alloc(0);
  get bytes(): Buffer {
    return this.#bytes;
  }
  resize(size: number): void {
    if (size <= this.#bytes.length) this.#bytes = this.#bytes.subarray(0, size);
    else this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(size - this.#bytes.length)]);
  }
  write(at: number, data: Uint8Array): void {
    if (at + data.length > this.#bytes.length) this.resize(at + data.length);
    this.#bytes.set(data, at);
  }
}

type Change = FileHistory['changes'][number]['deed'];

function apply(content: Content, change: Change): void {
  if (change.is === 'write') content.write(change.at, change.data);
  else if (!change.grow || change.size > content.bytes.length) content.resize(change.size);
}

/** A write as the sectors it touches; a change of size is one piece. */
function sectorsOf(change: Change): Change[] {
  if (change.is !== 'write') return [change];
  const pieces: Change[] = [];
  for (let begin = 0; begin < change.data.length; ) {
    const end = Math.min(change.data.length, begin + sector - ((change.at + begin) % sector));
    pieces.push({ ...change, at: change.at + begin, data: change.data.subarray(begin, end) });
    begin = end;
  }
  return pieces;
}

/** The unsynced changes that reached the disk, in the order in which they did. */
function reached(unsynced: readonly Change[], model: CutModel, random: () => number): readonly Change[] {
  if (model === 'kept' || model === 'one-missing') return unsynced;
  if (model === 'dropped' || unsynced.length === 0) return [];
  const rate = keepRates[Math.floor(random() * keepRates.length)] ?? 0.5;
  const pieces = model === 'torn' ? unsynced.flatMap(sectorsOf) : unsynced;
  return shuffled(
    pieces.filter(() => random() < rate),
    random,
  );
}

function contentOf(file: FileHistory, { point, model }: Cut, random: () => number): Buffer {
  const content = new Content();
  const until = durableUntil(file.syncs, point);
  const unsynced: Change[] = [];
  for (const { from, to, deed } of file.changes) {
    if (from >= point) break;
    if (to !== null && to < until) apply(content, deed);
    else unsynced.push(deed);
  }
  for (const change of reached(unsynced, model, random)) apply(content, change);
  if (!file.mapped || (model !== 'subset' && model !== 'torn')) return content.bytes;
  return Buffer.from(Array.from({ length: mappedBytes }, () => Math.floor(random() * 256)));
}

/** Every step up to this point that gave or took names, and whether it was synced. */
function* namingsUntil(
  { namings, directorySyncs }: DiskHistory,
  point: number,
): Generator<{ naming: Naming; synced: boolean }> {
  const until = new Map<string, number>();
  const durable = (directory: string): number => {
    const known = until.get(directory) ?? durableUntil(directorySyncs.get(directory) ?? [], point);
    until.set(directory, known);
    return known;
  };
  for (const naming of namings) {
    if (naming.from >= point) continue;
    const { to } = naming;
    const synced = to !== null && naming.directories.every((directory) => to < durable(directory));
    yield { naming, synced };
  }
}

/** How many steps that gave or took names were not synced at this point. */
export function unsyncedNamings(history: DiskHistory, point: number): number {
  let count = 0;
  for (const { synced } of namingsUntil(history, point)) if (!synced) count++;
  return count;
}

/** Whether the nth unsynced step reached the disk. */
function reachedName(nth: number, { model, seed }: Cut, random: () => number): boolean {
  switch (model) {
    case 'kept':
      return true;
    case 'dropped':
      return false;
    case 'one-missing':
      return nth !== seed;
    default:
      return random() < 0.5;
  }
}

/** The disk as it may be found when the power went at this point. The same cut gives the same disk. */
export function diskAfter(history: DiskHistory, cut: Cut): Disk {
  const random = seededRandom(cut.seed);
  const names = new Map<string, FileHistory | 'directory'>();
  let unsynced = 0;
  for (const { naming, synced } of namingsUntil(history, cut.point)) {
    if (!synced && !reachedName(unsynced++, cut, random)) continue;
    for (const [path, what] of naming.names) {
      if (what === null) names.delete(path);
      else names.set(path, what);
    }
  }
  const reachable = (path: string): boolean => {
    const up = dirname(path);
    return up === '.' || (names.get(up) === 'directory' && reachable(up));
  };
  const files = new Map<string, Buffer>();
  const directories = new Set<string>();
  for (const [path, what] of names) {
    if (!reachable(path)) continue;
    if (what === 'directory') directories.add(path);
    else files.set(path, contentOf(what, cut, random));
  }
  return { files, directories };
}

/** Puts a disk into an empty folder of its own. */
export function placeDisk({ files, directories }: Disk, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of [...directories].sort()) mkdirSync(join(folder, path), { recursive: true });
  for (const [path, data] of files) writeFileSync(join(folder, path), data, { mode: 0o600 });
}
