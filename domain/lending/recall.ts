import { isRecalled, type Recall, type Recallable } from '../sync/feeds.ts';

/** The first recall that means this thing; null when it may be lent. */
export const recallOf = (recalls: readonly Recall[], thing: Recallable): Recall | null =>
  recalls.find((recall) => isRecalled(recall, thing)) ?? null;
