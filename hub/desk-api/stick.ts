import { mayDo } from '../../domain/desk/roles.ts';
import { done, type Result } from '../../domain/result.ts';
import { type StickAnswer, StickHeader } from '../../domain/sync/stick.ts';
import { type AskingSignedIn, note } from './asking.ts';

/** Whose stick it says it is; each batch in it must then be signed by that hut. */
function hutOn(text: string): string | null {
  try {
    const header = StickHeader.safeParse(JSON.parse(text.slice(0, text.indexOf('\n'))));
    return header.success ? header.data.hut : null;
  } catch {
    return null;
  }
}

/** Takes a stick that somebody carried to the desk. What is told goes back on it. */
export async function takeStick(
  asking: AskingSignedIn,
  text: string,
): Promise<Result<StickAnswer, { code: 'bad-request' | 'not-allowed'; message: string }>> {
  const hut = hutOn(text);
  if (hut === null) return bad('line 1: this is no file of `npm run sync -- export`');
  if (!mayDo(asking.who, 'import-stick', hut)) {
    return { ok: false, refusal: { code: 'not-allowed', message: 'this stick is of another hut' } };
  }
  const taken = await asking.deps.importStick(text);
  if (!taken.ok) {
    const { line, refusal } = taken.refusal;
    return bad(`line ${line}: ${refusal.error}: ${refusal.message}`);
  }
  await asking.deps.store.transaction((sql) =>
    note(asking, sql, { what: 'stick-taken', hut, about: `to ${taken.value.acknowledged.ackSeq}` }),
  );
  return done(taken.value);
}

const bad = (message: string): { ok: false; refusal: { code: 'bad-request'; message: string } } => ({
  ok: false,
  refusal: { code: 'bad-request', message },
});
