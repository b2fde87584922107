import { openSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { resolve } from 'node:path';

/** A look into a stopped process through /proc. */
export interface Tracee {
  bytes(address: bigint, length: number): Buffer;
  /** A path argument, made absolute; `directory` is the descriptor it is relative to. */
  path(address: bigint, directory?: bigint): string;
  /** The buffers of an iovec array, one after the other. */
  gathered(address: bigint, count: number): Buffer;
  /** What an open descriptor stands for: a path, `socket:[…]`, or '' when it is closed. */
  target(fd: number): string;
  /** Where the next write(2) to this descriptor goes. */
  position(fd: number): number;
}

const workingDirectory = -100;
const longestPath = 4_096;

export function openTracee(pid: number): Tracee {
  let memory: number | null = null;
  const bytes = (address: bigint, length: number): Buffer => {
    const buffer = Buffer.alloc(length);
    memory ??= openSync(`/proc/${pid}/mem`, 'r');
    let filled = 0;
    while (filled < length) {
      const read = readSync(memory, buffer, filled, length - filled, address + BigInt(filled));
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  };
  /** Up to the zero byte; page by page, since the next page may not be there. */
  const text = (address: bigint): string => {
    const parts: Buffer[] = [];
    for (let at = address, left = longestPath; left > 0; ) {
      const page = bytes(at, longestPath - Number(at % BigInt(longestPath)));
      const zero = page.indexOf(0);
      if (zero >= 0) return Buffer.concat([...parts, page.subarray(0, zero)]).toString();
      parts.push(page);
      at += BigInt(page.length);
      left -= page.length;
    }
    throw new Error('a path without an end');
  };
  const target = (fd: number): string => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return '';
    }
  };
  return {
    bytes,
    target,
    path(address, directory = BigInt(workingDirectory)) {
      const given = text(address);
      if (given.startsWith('/')) return resolve(given);
      const fd = Number(BigInt.asIntN(32, directory));
      const base = fd === workingDirectory ? readlinkSync(`/proc/${pid}/cwd`) : target(fd);
      return resolve(base, given);
    },
    gathered(address, count) {
      const vector = bytes(address, count * 16);
      return Buffer.concat(
        Array.from({ length: count }, (_, i) =>
          bytes(vector.readBigUInt64LE(i * 16), Number(vector.readBigUInt64LE(i * 16 + 8))),
        ),
      );
    },
    position(fd) {
      return Number(/^pos:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1] ?? 0);
    },
  };
}
