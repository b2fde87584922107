import { createRequire } from 'node:module';
import { release } from 'node:os';

/** One stop of a followed thread, as waitpid(2) and PTRACE_GET_SYSCALL_INFO tell it (ptrace(2), Linux ≥ 5.3). */
export type Stop =
  | { is: 'enter'; thread: number; nr: number; args: readonly bigint[] }
  | { is: 'leave'; thread: number; result: bigint }
  | { is: 'signal'; thread: number; signal: number }
  /** A new thread, or a stop that needs nothing but to go on. */
  | { is: 'event'; thread: number }
  | { is: 'ended'; thread: number; code: number | null; signal: number | null };

/** Why a machine does not let a process follow its own child. */
export interface Refused {
  refused: string;
}

export interface Ptrace {
  /** Begins to follow a process and every thread it will make. It dies when the follower does. */
  seize(pid: number): Refused | null;
  /** The next stop of anything followed; null when nothing is left. Blocks. */
  wait(): Stop | null;
  /** Lets a stopped thread run to its next system call, with a signal to deliver or 0. */
  resume(thread: number, signal: number): void;
}

const request = { syscall: 24, seize: 0x4206, getSyscallInfo: 0x420e } as const;
/** SYSGOOD, CLONE (new threads are followed too), EXITKILL. */
const options = 0x1 | 0x8 | 0x100000;
const waitAll = 0x40000000;
const trap = 5;
const info = { size: 88, entry: 1, exit: 2 } as const;

const errnoNames: Record<number, string> = { 1: 'EPERM', 3: 'ESRCH', 5: 'EIO', 38: 'ENOSYS' };

/**
 * ptrace(2) through the C library of the machine: nothing is compiled. A parent may follow its own child without
 * special rights (kernel.yama.ptrace_scope ≤ 1). Every call must come from one thread.
 */
export function openPtrace(): Ptrace | Refused {
  if (process.platform !== 'linux') return { refused: `ptrace(2) is Linux; this is ${process.platform}` };
  if (process.arch !== 'x64' && process.arch !== 'arm64') {
    return { refused: `no table of system calls for ${process.arch}` };
  }
  const [major = 0, minor = 0] = release().split('.').map(Number);
  if (major < 5 || (major === 5 && minor < 3)) return { refused: `Linux ${release()} is older than 5.3` };
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const libc = ['libc.so.6', `libc.musl-${process.arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`].flatMap(
    (name) => {
      try {
        return [koffi.load(name)];
      } catch {
        return [];
      }
    },
  )[0];
  if (libc === undefined) return { refused: 'no C library that can be loaded' };
  const ptrace = libc.func('ptrace', 'long', ['long', 'int', 'size_t', 'size_t']);
  const ptraceInto = libc.func('ptrace', 'long', ['long', 'int', 'size_t', 'uint8_t *']);
  const waitpid = libc.func('waitpid', 'int', ['int', 'uint8_t *', 'int']);
  const status = Buffer.alloc(4);
  const told = Buffer.alloc(info.size);

  const stopped = (thread: number): Stop => {
    ptraceInto(request.getSyscallInfo, thread, info.size, told);
    const is = told.readUInt8(0);
    if (is === info.exit) return { is: 'leave', thread, result: told.readBigInt64LE(24) };
    if (is !== info.entry) return { is: 'event', thread };
    const args = [0, 1, 2, 3, 4, 5].map((i) => told.readBigUInt64LE(32 + i * 8));
    return { is: 'enter', thread, nr: Number(told.readBigUInt64LE(24)), args };
  };

  return {
    seize(pid) {
      if (ptrace(request.seize, pid, 0, options) === 0) return null;
      const errno = koffi.errno();
      return { refused: `PTRACE_SEIZE: ${errnoNames[errno] ?? `errno ${errno}`}` };
    },
    wait() {
      for (;;) {
        const thread = waitpid(-1, status, waitAll) as number;
        if (thread < 0) {
          if (koffi.errno() === koffi.os.errno.EINTR) continue;
          return null;
        }
        const word = status.readInt32LE(0);
        const low = word & 0x7f;
        if ((word & 0xff) !== 0x7f) {
          return low === 0
            ? { is: 'ended', thread, code: (word >> 8) & 0xff, signal: null }
            : { is: 'ended', thread, code: null, signal: low };
        }
        const signal = (word >> 8) & 0xff;
        if (word >> 16 !== 0) return { is: 'event', thread };
        return signal === (trap | 0x80) ? stopped(thread) : { is: 'signal', thread, signal };
      }
    },
    resume(thread, signal) {
      // A thread that was killed meanwhile is gone: its end is the next thing to be told.
      ptrace(request.syscall, thread, 0, signal);
    },
  };
}
