import { z } from 'zod';
import { MemoWhat, memoBytes, memoPart, memosAtMost } from '../memo/memo.ts';
import { ItemView } from './thing-view.ts';
import { Instant } from './words.ts';

const Ref = z.string().min(1).max(64);
const mostParts = Math.ceil(Math.max(...Object.values(memoBytes)) / memoPart);
const Part = z
  .number()
  .int()
  .min(0)
  .max(mostParts - 1);
const Bytes = z.base64().max(Math.ceil(memoPart / 3) * 4);

/** A memo of this visit. */
export const ToldMemo = z.strictObject({ memo: Ref, what: MemoWhat });
export type ToldMemo = z.infer<typeof ToldMemo>;

export const Told = z.array(ToldMemo).max(memosAtMost);

/** What somebody may do to tell: choose how, or do it. */
export const TellBy = z.enum(['choose', ...MemoWhat.options]);
export type TellBy = z.infer<typeof TellBy>;

export const memoCalls = {
  /** A part of a memo for the screen `token`, from part 0 on; with the last of them it is kept. */
  keepMemo: {
    args: z.strictObject({
      token: z.number().int(),
      what: MemoWhat,
      part: Part,
      of: z.number().int().min(1).max(mostParts),
      bytes: Bytes,
    }),
    answer: z.strictObject({
      taken: z.boolean(),
      because: z.enum(['screen-gone', 'out-of-order', 'not-that', 'disk']).optional(),
    }),
    changes: true,
  },
  /** A part of a memo that the screen `token` shows to a keeper; null where there is none. */
  memo: {
    args: z.strictObject({ token: z.number().int(), memo: Ref, part: Part }),
    answer: z.strictObject({ of: z.number().int(), bytes: Bytes.nullable() }),
    changes: false,
  },
} as const;

/** A memo as a keeper sees it. */
export const MemoView = z.strictObject({ memo: Ref, what: MemoWhat, at: Instant });
export type MemoView = z.infer<typeof MemoView>;

export const returnTell = z.strictObject({
  at: z.literal('return-tell'),
  item: ItemView,
  by: TellBy,
  told: Told,
});

/** What was told of a thing, the newest first. */
export const keeperMemos = z.strictObject({
  at: z.literal('keeper-memos'),
  item: ItemView,
  memos: z.array(MemoView).max(20),
});

export const memoActions = [
  /** From "what is wrong" to telling it, and between the ways to do so. */
  z.strictObject({ do: z.literal('tell'), by: TellBy }),
  /** It goes: by who told it, or by a keeper. */
  z.strictObject({ do: z.literal('memo-drop'), memo: Ref }),
  /** A keeper wants to hear and see what was told of the thing. */
  z.strictObject({ do: z.literal('memos') }),
] as const;
