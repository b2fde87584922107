import { z } from 'zod';
import { Problem } from '../stock/kinds.ts';
import { keeperActions } from './keeper-screen.ts';
import { memoActions } from './memo.ts';
import { FunctionId, TextSize, Theme, Volume, Way } from './screen.ts';
import { Language } from './words.ts';

/** What a press on the screen means. Not every screen takes every action; one that does not fit is ignored. */
export const Action = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('begin') }),
  z.strictObject({ do: z.literal('home') }),
  z.strictObject({ do: z.literal('back') }),
  z.strictObject({ do: z.literal('function'), function: FunctionId }),
  z.strictObject({ do: z.literal('kind'), kind: z.string().max(40) }),
  z.strictObject({ do: z.literal('page'), page: z.number().int().min(0).max(10_000) }),
  z.strictObject({ do: z.literal('tick') }),
  z.strictObject({ do: z.literal('borrow') }),
  z.strictObject({ do: z.literal('by-phone') }),
  z.strictObject({
    do: z.literal('key'),
    key: z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', 'delete']),
  }),
  /** Chooses a field of the room screen. */
  z.strictObject({ do: z.literal('field'), field: z.enum(['building', 'unit', 'room']) }),
  z.strictObject({ do: z.literal('submit') }),
  z.strictObject({ do: z.literal('agree') }),
  z.strictObject({ do: z.literal('all-fine') }),
  z.strictObject({ do: z.literal('something-wrong') }),
  z.strictObject({ do: z.literal('problem'), problem: Problem }),
  z.strictObject({ do: z.literal('put-back') }),
  z.strictObject({ do: z.literal('door-did-not-open') }),
  z.strictObject({ do: z.literal('door-will-not-close') }),
  /** Answer to door-doubt: whether the thing was taken, or put in. */
  z.strictObject({ do: z.literal('declare'), moved: z.boolean() }),
  z.strictObject({ do: z.literal('again') }),
  z.strictObject({ do: z.literal('stay') }),
  /** Takes back what was just done, while the screen offers it. */
  z.strictObject({ do: z.literal('undo') }),
  z.strictObject({ do: z.literal('renew'), loan: z.string().max(64) }),
  z.strictObject({ do: z.literal('way'), way: Way }),
  z.strictObject({ do: z.literal('call-keeper') }),
  z.strictObject({ do: z.literal('language'), language: Language }),
  z.strictObject({ do: z.literal('text'), text: TextSize }),
  z.strictObject({ do: z.literal('theme'), theme: Theme }),
  z.strictObject({ do: z.literal('volume'), volume: Volume }),
  ...memoActions,
  ...keeperActions,
]);
export type Action = z.infer<typeof Action>;
