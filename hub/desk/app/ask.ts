import {
  byItself,
  type DeskAnswer,
  type DeskCallName,
  type DeskInput,
  DeskRefusal,
  deskCalls,
} from '../../../domain/desk/contract.ts';
import { done, type Result, refused } from '../../../domain/result.ts';

/** Why a call came to nothing: the hub's word, or no answer at all. */
export type Trouble = {
  code: DeskRefusal['code'] | 'unreachable';
  message: string;
  retryAfter?: number | undefined;
};

/** Called when the hub says that nobody is signed in any more. */
let onSignedOut = (): void => {};
export const whenSignedOut = (run: () => void): void => {
  onSignedOut = run;
};

/**
 * Makes one call of the contract. What comes back is read by the contract's schema. `by`: `hand` where somebody does
 * something, `clock` where the page looks again by itself, which keeps nobody signed in.
 */
export async function ask<N extends DeskCallName>(
  call: N,
  args: DeskInput<N>,
  by: 'hand' | 'clock' = 'hand',
): Promise<Result<DeskAnswer<N>, Trouble>> {
  let status: number;
  let body: unknown;
  try {
    const answer = await fetch(`./api/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(by === 'clock' ? { [byItself]: '1' } : {}) },
      body: JSON.stringify(args),
      credentials: 'same-origin',
    });
    status = answer.status;
    body = await answer.json();
  } catch (error) {
    return refused({ code: 'unreachable', message: error instanceof Error ? error.message : String(error) });
  }
  if (status === 200) {
    const parsed = deskCalls[call].answer.safeParse(body);
    // The table pairs a call with its answer; the type system cannot follow that through an index.
    if (parsed.success) return done(parsed.data as DeskAnswer<N>);
    return refused({ code: 'unreachable', message: parsed.error.message });
  }
  const refusal = DeskRefusal.safeParse(body);
  if (!refusal.success) return refused({ code: 'unreachable', message: `status ${status}` });
  if (refusal.data.code === 'not-signed-in') onSignedOut();
  return refused(refusal.data);
}
