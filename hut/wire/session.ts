import { createHash } from 'node:crypto';
import {
  type Args,
  type CallFault,
  type CallName,
  type Channel,
  ClientFrame,
  calls,
  type HutFrame,
} from '../../domain/contract/contract.ts';
import type { Log } from '../log.ts';
import type { Answered } from './answered.ts';
import { CallRefused, type Desk } from './desk.ts';
import { isLargerThan, largestFrame } from './frame-size.ts';
import type { PushLog } from './push-log.ts';

export interface SessionDeps {
  desk: Desk;
  pushes: PushLog;
  answered: Answered;
  log: Log;
  /** Monotonic milliseconds. */
  mono: () => number;
}

/** More frames than this in one second are not a finger; the channel is closed, and the screen asks for another. */
const framesPerSecond = 500;

/**
 * Serves one connected screen. Whatever arrives is parsed before anything happens; what does not fit the contract
 * gets a fault that says so and changes nothing.
 */
export function serve(channel: Channel, deps: SessionDeps): void {
  const { desk, pushes, log } = deps;
  let stopPushes = () => {};
  let second = deps.mono();
  let frames = 0;
  let flooded = false;
  const send = (frame: HutFrame) => channel.send(frame);
  const fault = (id: number, code: CallFault['code'], message: string) =>
    send({ type: 'fault', id, fault: { code, message } });

  channel.onClose(() => stopPushes());
  channel.onMessage((message) => {
    // What was under way when the line was closed still arrives.
    if (flooded) return;
    const now = deps.mono();
    if (now - second >= 1_000) {
      second = now;
      frames = 0;
    }
    frames += 1;
    if (frames > framesPerSecond) {
      flooded = true;
      log({ what: 'screen-flooded', frames });
      stopPushes();
      channel.close();
      return;
    }
    if (isLargerThan(message, largestFrame)) {
      fault(idOf(message), 'bad-message', `frame: ${largestFrame} bytes at most`);
      return;
    }
    const read = ClientFrame.safeParse(message);
    if (!read.success) {
      if (namesNoCall(message)) return fault(idOf(message), 'unknown-call', 'name: there is no such call');
      const issue = read.error.issues[0];
      fault(
        idOf(message),
        'bad-message',
        `${issue?.path.join('.') || 'frame'}: ${issue?.message ?? 'unreadable'}`,
      );
      return;
    }
    const frame = read.data;
    if (frame.type === 'resume') {
      stopPushes();
      send({ type: 'hello', boot: desk.boot, seq: pushes.seq });
      // Numbers of another life mean nothing: everything is new then.
      for (const push of pushes.since(frame.boot === desk.boot ? frame.seq : 0)) send(push);
      stopPushes = pushes.onPush(send);
      return;
    }
    void answer(frame, deps).then(send);
  });
}

/** Whether a frame is a call by a name that the contract does not have. */
function namesNoCall(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || !('type' in message && 'name' in message))
    return false;
  return message.type === 'call' && typeof message.name === 'string' && !Object.hasOwn(calls, message.name);
}

/** The id of a frame that is otherwise unreadable, or -1. */
function idOf(message: unknown): number {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : -1;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : -1;
}

async function answer(
  { id, name, args, key }: ClientFrame & { type: 'call' },
  { desk, answered, log }: SessionDeps,
): Promise<HutFrame> {
  const faulty = (code: CallFault['code'], message: string): HutFrame => ({
    type: 'fault',
    id,
    fault: { code, message },
  });
  const call = calls[name];
  const given = call.args.safeParse(args);
  if (!given.success) {
    const issue = given.error.issues[0];
    return faulty(
      'bad-arguments',
      `${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'unreadable'}`,
    );
  }
  if (call.changes && key === undefined) {
    return faulty('bad-arguments', `${name} changes something and needs an idempotency key`);
  }
  try {
    const run = () => desk.handle(name, given.data as Args<CallName>);
    // A key with a call that changes nothing means nothing; remembering it would keep an answer that gets old.
    // A digest, since what was asked may be a digit of a PIN or the code of a card.
    const asked = createHash('sha256')
      .update(JSON.stringify([name, given.data]))
      .digest('base64');
    const answer = call.changes && key !== undefined ? answered.once(key, asked, run) : run();
    if (answer === null) return faulty('bad-arguments', 'key: it stands for another call already');
    const value = await answer;
    const checked = call.answer.safeParse(value);
    if (checked.success) return { type: 'answer', id, value: checked.data };
    log({ what: 'bad-answer', call: name, issue: checked.error.issues[0]?.message });
    return faulty('internal', `the hut's answer to ${name} does not fit the contract`);
  } catch (error) {
    if (error instanceof CallRefused) return faulty(error.code, error.message);
    // A bug, not a refusal: the screen keeps what it has, and the log has the reason.
    log({
      what: 'call-failed',
      call: name,
      error: String(error),
      stack: error instanceof Error ? error.stack : '',
    });
    return faulty('internal', `${name} failed inside the hut`);
  }
}
