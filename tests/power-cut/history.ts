import { dirname } from 'node:path/posix';
import type { Deed, Op, Recording } from './recording.ts';

/** When something happened: places in the recording. `to` is null when nobody knows whether it came to its end. */
interface Span {
  from: number;
  to: number | null;
}

/** A change of a file's content, and the moments at which all before it became durable. */
export interface FileHistory {
  changes: (Span & { deed: Extract<Deed, { is: 'write' | 'size' }> })[];
  syncs: Span[];
  /** Through a shared mapping anything may have been stored. */
  mapped: boolean;
}

/** A step that gives and takes names, whole or not at all. */
export interface Naming extends Span {
  /** All of them must have been synced before it is durable. */
  directories: readonly string[];
  names: readonly (readonly [path: string, names: FileHistory | 'directory' | null])[];
}

/** What became of every file, however it was called, and of every name. */
export interface DiskHistory {
  namings: readonly Naming[];
  directorySyncs: ReadonlyMap<string, readonly Span[]>;
}

const emptyFile = (): FileHistory => ({ changes: [], syncs: [], mapped: false });
/** The directory of a path; that of a name at the top is ''. */
const parent = (path: string): string => (dirname(path) === '.' ? '' : dirname(path));

/** What lies on the disk, synced, before the recording begins. */
export interface Before {
  files: ReadonlyMap<string, Buffer>;
  directories: ReadonlySet<string>;
}
const nothing: Before = { files: new Map(), directories: new Set() };

/** Follows names and handles through a recording. Throws on what this model does not know. */
export function historyOf(recording: Recording, before: Before = nothing): DiskHistory {
  const named = new Map<string, FileHistory | 'directory'>([['', 'directory']]);
  const handles = new Map<number, FileHistory | string>();
  const directorySyncs = new Map<string, Span[]>();
  const namings: Naming[] = [];
  const name = (span: Span, names: Naming['names']): void => {
    for (const [path, what] of names) {
      if (what === null) named.delete(path);
      else named.set(path, what);
    }
    namings.push({
      from: span.from,
      to: span.to,
      directories: [...new Set(names.map(([p]) => parent(p)))],
      names,
    });
  };
  const fileAt = (path: string): FileHistory => {
    const found = named.get(path);
    if (found === undefined || found === 'directory') throw new Error(`no file ${path} in the recording`);
    return found;
  };
  const opened = (handle: number): FileHistory => {
    const found = handles.get(handle);
    if (found === undefined || typeof found === 'string') throw new Error(`handle ${handle} is no open file`);
    return found;
  };

  const start = { from: -2, to: -2 };
  for (const path of before.directories) name(start, [[path, 'directory']]);
  for (const [path, data] of before.files) {
    const file = emptyFile();
    file.changes.push({ ...start, deed: { is: 'write', handle: -1, at: 0, data } });
    file.syncs.push({ from: -1, to: -1 });
    name(start, [[path, file]]);
  }
  const open = (op: Op, deed: Extract<Deed, { is: 'open' }>): void => {
    const known = named.get(deed.path);
    if (known === 'directory') {
      handles.set(deed.handle, deed.path);
      return;
    }
    const file = known ?? emptyFile();
    if (known === undefined) {
      if (!deed.create) throw new Error(`${deed.path} was there before the recording`);
      name(op, [[deed.path, file]]);
    }
    handles.set(deed.handle, file);
    if (deed.truncate && known !== undefined) {
      file.changes.push({ ...op, deed: { is: 'size', handle: deed.handle, size: 0, grow: false } });
    }
  };
  for (const op of recording.ops) {
    const { from, to, deed } = op;
    switch (deed.is) {
      case 'open':
        open(op, deed);
        break;
      case 'write':
      case 'size':
        opened(deed.handle).changes.push({ from, to, deed });
        break;
      case 'sync': {
        const what = handles.get(deed.handle);
        if (typeof what !== 'string') opened(deed.handle).syncs.push({ from, to });
        else directorySyncs.set(what, [...(directorySyncs.get(what) ?? []), { from, to }]);
        break;
      }
      case 'mkdir':
        name(op, [[deed.path, 'directory']]);
        break;
      case 'unlink':
        name(op, [[deed.path, null]]);
        break;
      case 'link':
        name(op, [[deed.name, fileAt(deed.path)]]);
        break;
      case 'rename':
        name(op, [
          [deed.name, fileAt(deed.path)],
          [deed.path, null],
        ]);
        break;
      case 'mapped':
        fileAt(deed.path).mapped = true;
        break;
      case 'unseen':
        throw new Error(`the recorder cannot follow this: ${deed.what}`);
      case 'said':
        break;
    }
  }
  // What lay there before is durable, its names too.
  for (const { directories, from } of namings) {
    if (from !== start.from) continue;
    for (const directory of directories) {
      directorySyncs.set(directory, [...(directorySyncs.get(directory) ?? []), { from: -1, to: -1 }]);
    }
  }
  return { namings, directorySyncs };
}
