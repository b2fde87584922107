import { setFlagsFromString } from 'node:v8';

/**
 * The environment in which the hut process is started, besides what is there. Hashing a PIN takes 8 MiB in one of four
 * threads, and glibc keeps what was freed with the thread that freed it, up to 16 MiB each: 57 MiB after a day's visits.
 * From this size on, bytes, memory goes back to the system when it is freed (mallopt(3), M_MMAP_THRESHOLD); left alone,
 * glibc raises its own limit to whatever was freed last. It is read at the start of a process; other systems ignore it.
 */
export const hutEnvironment = { MALLOC_MMAP_THRESHOLD_: '4194304' } as const;

/**
 * Where new objects are made, V8 takes up to 32 MB, the more the busier; the hut is as quick with what a start has
 * taken. To be called first: it grows no more from here on.
 */
export function keepNurserySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
