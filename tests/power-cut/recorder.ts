import { spawn } from 'node:child_process';
import { closeSync, openSync, realpathSync, writeSync } from 'node:fs';
import { relative } from 'node:path';
import { Descriptors } from './descriptors.ts';
import { openPtrace, type Stop } from './ptrace.ts';
import type { Deed } from './recording.ts';
import { type SystemCall, systemCall } from './system-calls.ts';
import { openTracee } from './tracee.ts';

/**
 * recorder.ts OUT FOLDER COMMAND …args: runs the command, follows each of its threads, and writes to OUT every call
 * that changes or syncs FOLDER, and all that it says on sockets and terminals. Prints "recording PID" first. Its
 * event loop never turns while it follows: Node's own waitpid would take the stops away.
 */
const exits = { refused: 77 } as const;
const flag = { create: 0x40, truncate: 0x200, append: 0x400, synced: 0x1000, nameless: 0x400000 } as const;
const mapShared = 0x1n;
const duplicate = [0n, 1030n] as const;
const pollingThread = 2;
const stopSignal = 19;

const [out = '', given = '', program = '', ...args] = process.argv.slice(2);
const folder = realpathSync(given);

function giveUp(why: string): never {
  writeSync(1, `refused ${why}\n`);
  process.exit(exits.refused);
}

const opened = openPtrace();
if ('refused' in opened) giveUp(opened.refused);
const ptrace = opened;
// It stops itself before it becomes the command: nothing of the command runs unseen.
const child = spawn('/bin/sh', ['-c', 'kill -STOP $$; exec "$@"', 'sh', program, ...args], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
const pid = child.pid ?? giveUp(`${program} could not be started`);
const refused = ptrace.seize(pid);
if (refused !== null) {
  process.kill(pid, 'SIGKILL');
  giveUp(refused.refused);
}
writeSync(1, `recording ${pid}\n`);

const tracee = openTracee(pid);
const descriptors = new Descriptors(tracee);
const file = openSync(out, 'w');
const write = (from: number, to: number | null, deed: Deed): void => {
  const plain = 'data' in deed ? { ...deed, data: deed.data.toString('base64') } : deed;
  writeSync(file, `${JSON.stringify({ from, to, deed: plain })}\n`);
};

/** The path below the folder ('' for itself), or null when it lies elsewhere. */
function inFolder(path: string): string | null {
  const below = relative(folder, path);
  return below.startsWith('..') || below.startsWith('/') ? null : below;
}

interface Call {
  from: number;
  name: SystemCall;
  args: readonly bigint[];
  /** What it is about to do, as far as it can be told before. */
  deed: Deed | null;
}

const fdOf = (arg: bigint | undefined): number => Number(BigInt.asIntN(32, arg ?? -1n));

/** The bytes that a call is about to write, and where to. */
function written(
  name: SystemCall,
  a: readonly bigint[],
): { fd: number; data: Buffer; at: number | null } | null {
  const [first = 0n, second = 0n, third = 0n, fourth = 0n] = a;
  const fd = fdOf(first);
  if (descriptors.at(fd).is === 'other') return null;
  switch (name) {
    case 'write':
    case 'sendto':
      return { fd, data: tracee.bytes(second, Number(third)), at: null };
    case 'pwrite64':
      return { fd, data: tracee.bytes(second, Number(third)), at: Number(fourth) };
    case 'writev':
      return { fd, data: tracee.gathered(second, Number(third)), at: null };
    case 'pwritev':
    case 'pwritev2':
      return { fd, data: tracee.gathered(second, Number(third)), at: Number(fourth) };
    case 'sendmsg': {
      const header = tracee.bytes(second, 32);
      return {
        fd,
        data: tracee.gathered(header.readBigUInt64LE(16), Number(header.readBigUInt64LE(24))),
        at: null,
      };
    }
    default:
      return null;
  }
}

function writing(name: SystemCall, a: readonly bigint[]): Deed | null {
  const about = written(name, a);
  if (about === null) return null;
  const on = descriptors.at(about.fd);
  if (on.is === 'other') return null;
  if (on.is !== 'file') return { is: 'said', on: on.is, stream: on.stream, data: about.data };
  const at = about.at ?? tracee.position(about.fd);
  return { is: 'write', handle: on.handle, at, data: about.data };
}

const named = (a: readonly bigint[], i: number, directory?: number): string | null =>
  inFolder(tracee.path(a[i] ?? 0n, directory === undefined ? undefined : a[directory]));

/** Moves of names. One that crosses the edge of the folder cannot be told here. */
function naming(is: 'rename' | 'link', path: string | null, name: string | null): Deed | null {
  if (path === null && name === null) return null;
  return path === null || name === null ? { is: 'unseen', what: `${is} over the edge` } : { is, path, name };
}

const gone = (path: string | null): Deed | null => (path === null ? null : { is: 'unlink', path });
const made = (path: string | null): Deed | null => (path === null ? null : { is: 'mkdir', path });

function deedOf(name: SystemCall, a: readonly bigint[]): Deed | null {
  const on = (i: number) => descriptors.at(fdOf(a[i]));
  switch (name) {
    case 'fsync':
    case 'fdatasync': {
      const at = on(0);
      return at.is === 'file' ? { is: 'sync', handle: at.handle } : null;
    }
    case 'ftruncate':
    case 'fallocate': {
      const at = on(0);
      if (at.is !== 'file') return null;
      if (name === 'ftruncate') return { is: 'size', handle: at.handle, size: Number(a[1]), grow: false };
      if (a[1] !== 0n) return { is: 'unseen', what: `fallocate mode ${a[1]}` };
      return { is: 'size', handle: at.handle, size: Number(a[2]) + Number(a[3]), grow: true };
    }
    case 'truncate':
      return named(a, 0) === null ? null : { is: 'unseen', what: name };
    case 'mkdir':
      return made(named(a, 0));
    case 'mkdirat':
      return made(named(a, 1, 0));
    case 'unlink':
    case 'rmdir':
      return gone(named(a, 0));
    case 'unlinkat':
      return gone(named(a, 1, 0));
    case 'rename':
    case 'link':
      return naming(name, named(a, 0), named(a, 1));
    case 'renameat':
    case 'renameat2':
      return naming('rename', named(a, 1, 0), named(a, 3, 2));
    case 'linkat':
      return naming('link', named(a, 1, 0), named(a, 3, 2));
    case 'symlink':
      return named(a, 1) === null ? null : { is: 'unseen', what: name };
    case 'symlinkat':
      return named(a, 2, 1) === null ? null : { is: 'unseen', what: name };
    case 'mmap': {
      const at = on(4);
      return ((a[3] ?? 0n) & mapShared) !== 0n && at.is === 'file' ? { is: 'mapped', path: at.path } : null;
    }
    case 'sendfile':
    case 'splice':
    case 'copy_file_range': {
      const at = on(name === 'sendfile' ? 0 : 2);
      return at.is === 'file' ? { is: 'unseen', what: name } : null;
    }
    case 'io_uring_setup': {
      const flags = tracee.bytes((a[1] ?? 0n) + 8n, 4).readUInt32LE();
      // Libuv's own ring for epoll carries no writes; one with a polling thread could carry any.
      return (flags & pollingThread) === 0 ? null : { is: 'unseen', what: name };
    }
    default:
      return writing(name, a);
  }
}

/** An open file, known by the path that the kernel found. */
function openedNow(call: Call, fd: number): Deed | null {
  const a = call.args;
  const path = inFolder(tracee.target(fd));
  const flags = call.name === 'creat' ? flag.create | flag.truncate : Number(a[call.name === 'open' ? 1 : 2]);
  const append = (flags & flag.append) !== 0;
  const handle = descriptors.opened(fd, path === null ? null : { path, append });
  if (path === null) return null;
  if (call.name === 'openat2') return { is: 'unseen', what: call.name };
  if ((flags & (flag.synced | flag.nameless)) !== 0)
    return { is: 'unseen', what: `open with flags ${flags}` };
  const create = (flags & flag.create) !== 0;
  return { is: 'open', handle, path, create, truncate: (flags & flag.truncate) !== 0 };
}

/** What a call did, now that the kernel answered. */
function answered(call: Call, result: number, to: number): void {
  const { name, args: a, from } = call;
  if (name === 'open' || name === 'openat' || name === 'creat' || name === 'openat2') {
    const deed = openedNow(call, result);
    if (deed !== null) write(from, to, deed);
    return;
  }
  if (name === 'dup' || name === 'dup2' || name === 'dup3') descriptors.copied(fdOf(a[0]), result);
  if (name === 'fcntl' && duplicate.some((command) => command === a[1]))
    descriptors.copied(fdOf(a[0]), result);
  const { deed } = call;
  if (deed === null) return;
  if (deed.is === 'said') write(from, to, { ...deed, data: deed.data.subarray(0, result) });
  else if (deed.is === 'write') {
    const on = descriptors.at(fdOf(a[0]));
    // Appending goes to the end, wherever the position was.
    const at = on.is === 'file' && on.append ? tracee.position(fdOf(a[0])) - result : deed.at;
    write(from, to, { ...deed, at, data: deed.data.subarray(0, result) });
  } else write(from, to, deed);
}

const underWay = new Map<number, Call>();
let place = 0;
let continued = false;
/** The program's own exit code; being killed is no failure here. */
let code = 0;
/** A call that could not be looked at. Of no account when the process was being killed: then nothing follows. */
let missed: string | null = null;

function entered(stop: Stop & { is: 'enter' }): void {
  const name = systemCall(stop.nr);
  if (name === undefined) return;
  if (missed !== null) write(place, place, { is: 'unseen', what: missed });
  missed = null;
  const deed = deedOf(name, stop.args);
  descriptors.closing(name, stop.args);
  underWay.set(stop.thread, { from: place++, name, args: stop.args, deed });
}

function left(stop: Stop & { is: 'leave' }): void {
  const call = underWay.get(stop.thread);
  underWay.delete(stop.thread);
  if (call !== undefined && stop.result >= 0n) answered(call, Number(stop.result), place++);
}

/** Looks at one stop; gives the signal that the thread goes on with. */
function take(stop: Stop): number {
  if (stop.is === 'signal') return stop.signal === stopSignal && !continued ? 0 : stop.signal;
  if (stop.is === 'event' && stop.thread === pid && !continued) {
    continued = true;
    process.kill(pid, 'SIGCONT');
  }
  try {
    if (stop.is === 'enter') entered(stop);
    if (stop.is === 'leave') left(stop);
  } catch (error) {
    missed = String(error);
  }
  return 0;
}

for (;;) {
  const stop = ptrace.wait();
  if (stop === null) break;
  if (stop.is !== 'ended') ptrace.resume(stop.thread, take(stop));
  else if (stop.thread === pid) {
    code = stop.code ?? 0;
    if (stop.signal === null && missed !== null) write(place, place, { is: 'unseen', what: missed });
    break;
  }
}
// What the end cut short may have happened.
for (const { from, deed } of underWay.values()) if (deed !== null) write(from, null, deed);
closeSync(file);
process.exit(code);
