import { DeskRefusal } from '../../../domain/desk/contract.ts';
import { done, type Result, refused } from '../../../domain/result.ts';
import { StickAnswer } from '../../../domain/sync/stick.ts';
import type { Trouble } from './ask.ts';

export type StickTrouble = Trouble;

/** Sends the file of a stick as it is; what comes back is read by its schema. */
export async function sendStick(file: Blob): Promise<Result<StickAnswer, StickTrouble>> {
  try {
    const answer = await fetch('./api/stick', {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.xiaowu.stick' },
      body: file,
      credentials: 'same-origin',
    });
    const body: unknown = await answer.json();
    if (answer.status === 200) return done(StickAnswer.parse(body));
    const refusal = DeskRefusal.safeParse(body);
    if (refusal.success) return refused(refusal.data);
    return refused({ code: 'unreachable', message: `status ${answer.status}` });
  } catch (error) {
    return refused({ code: 'unreachable', message: error instanceof Error ? error.message : String(error) });
  }
}
