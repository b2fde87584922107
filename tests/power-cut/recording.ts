import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Bytes = z.base64().transform((text): Buffer => Buffer.from(text, 'base64'));
const Place = z.number().int().min(0);

/**
 * What a followed process did to its folder, and what it said on sockets and terminals. Paths are relative to the
 * folder; a handle is one open file, whatever its descriptors.
 */
const Deed = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('open'),
    handle: z.number(),
    path: z.string(),
    create: z.boolean(),
    truncate: z.boolean(),
  }),
  z.strictObject({ is: z.literal('write'), handle: z.number(), at: Place, data: Bytes }),
  /** ftruncate and fallocate; `grow`: never shrinks. */
  z.strictObject({ is: z.literal('size'), handle: z.number(), size: Place, grow: z.boolean() }),
  /** fsync or fdatasync, of a file or a directory. */
  z.strictObject({ is: z.literal('sync'), handle: z.number() }),
  z.strictObject({ is: z.literal('mkdir'), path: z.string() }),
  z.strictObject({ is: z.literal('rename'), path: z.string(), name: z.string() }),
  z.strictObject({ is: z.literal('link'), path: z.string(), name: z.string() }),
  z.strictObject({ is: z.literal('unlink'), path: z.string() }),
  /** A shared mapping: what is stored through it is not seen. */
  z.strictObject({ is: z.literal('mapped'), path: z.string() }),
  z.strictObject({
    is: z.literal('said'),
    on: z.enum(['socket', 'terminal']),
    stream: z.number(),
    data: Bytes,
  }),
  /** Something that this recorder cannot follow; a recording with one of these proves nothing. */
  z.strictObject({ is: z.literal('unseen'), what: z.string() }),
]);

/**
 * `from` and `to`: places in the order of all calls, when the kernel took the call and when it answered. A call that
 * the end of the process cut short has no answer.
 */
const Op = z.strictObject({ from: Place, to: Place.nullable(), deed: Deed });
export type Deed = z.infer<typeof Deed>;
export type Op = z.infer<typeof Op>;
export type OpOf<Is extends Deed['is']> = Op & { deed: Extract<Deed, { is: Is }> };

/** Ops in the order in which they began, of one or more lives of a process on one folder. */
export interface Recording {
  ops: readonly Op[];
  /** The first place after the last call. */
  end: number;
}

/** The lives of processes that followed each other on one folder, as one recording. What was not synced stays so. */
export function joinLives(lives: readonly Recording[]): Recording {
  const ops: Op[] = [];
  let end = 0;
  for (const [life, recording] of lives.entries()) {
    const start = end;
    const own = (nr: number) => nr * lives.length + life;
    for (const { from, to, deed } of recording.ops) {
      const moved =
        'handle' in deed
          ? { ...deed, handle: own(deed.handle) }
          : deed.is === 'said'
            ? { ...deed, stream: own(deed.stream) }
            : deed;
      ops.push({ from: from + start, to: to === null ? null : to + start, deed: moved });
    }
    end = start + recording.end;
  }
  return { ops, end };
}

/** Reads what the recorder wrote: one op a line. */
export function readRecording(file: string): Recording {
  const ops = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Op.parse(JSON.parse(line)))
    .sort((a, b) => a.from - b.from);
  const end = ops.reduce((last, { from, to }) => Math.max(last, from, to ?? 0), -1) + 1;
  return { ops, end };
}
