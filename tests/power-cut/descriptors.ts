import type { SystemCall } from './system-calls.ts';
import type { Tracee } from './tracee.ts';

/** What a descriptor is to a recording: a file of the folder, something the process speaks on, or neither. */
export type Descriptor =
  | { is: 'file'; handle: number; path: string; append: boolean }
  | { is: 'socket' | 'terminal'; stream: number }
  | { is: 'other' };

/** The descriptors of a followed process, from what it opens, copies and closes. */
export class Descriptors {
  #tracee: Tracee;
  #known = new Map<number, Descriptor>();
  #next = 0;

  constructor(tracee: Tracee) {
    this.#tracee = tracee;
  }

  opened(fd: number, file: { path: string; append: boolean } | null): number {
    const handle = this.#next++;
    // A terminal is opened by its path too; what it is shows when it is first written to.
    if (file === null) this.#known.delete(fd);
    else this.#known.set(fd, { is: 'file', handle, ...file });
    return handle;
  }

  at(fd: number): Descriptor {
    const known = this.#known.get(fd);
    if (known !== undefined) return known;
    // Sockets and terminals are recognised when they are first written to.
    const target = this.#tracee.target(fd);
    const is = target.startsWith('socket:')
      ? 'socket'
      : /^\/dev\/(pts\/\d|tty)/.test(target)
        ? 'terminal'
        : 'other';
    const found: Descriptor = is === 'other' ? { is } : { is, stream: this.#next++ };
    this.#known.set(fd, found);
    return found;
  }

  /** Before a call that takes descriptors away: afterwards another thread may have the number again. */
  closing(call: SystemCall, args: readonly bigint[]): void {
    const [first = 0n, second = 0n] = args;
    if (call === 'close') this.#known.delete(Number(first));
    if (call === 'dup2' || call === 'dup3') this.#known.delete(Number(second));
    if (call !== 'close_range') return;
    for (const fd of this.#known.keys())
      if (fd >= Number(first) && fd <= Number(second)) this.#known.delete(fd);
  }

  /** After dup, dup2, dup3 or fcntl(F_DUPFD): two numbers for one open file. */
  copied(from: number, to: number): void {
    this.#known.set(to, this.at(from));
  }
}
